import {type LinkParameters, type PresetParameters, region} from '../parameters.js'
import {platform} from './platform.js'

const spokes: Readonly<Record<string, readonly string[]>> = {
  eu: ['dublin', 'frankfurt', 'paris'],
  apac: ['singapore', 'tokyo', 'seoul'],
}

/** Prices per GB: hub and spokes 0.05, spokes of one continent 0.01; the rest takes the default of 0.09. */
function starLinks(): LinkParameters[] {
  const links: LinkParameters[] = []
  for (const members of Object.values(spokes)) {
    for (const from of members) {
      links.push({from: 'virginia', to: from, pricePerGB: 0.05}, {from, to: 'virginia', pricePerGB: 0.05})
      for (const to of members) if (to !== from) links.push({from, to, pricePerGB: 0.01})
    }
  }
  return links
}

/**
 * One central warehouse and six spokes that read from it. Links differ: dear from the hub, cheap between spokes of one
 * continent, so one crossing may feed three regions and the nearest holder matters. Prices are of the size that clouds list
 * for traffic between regions (0.01 to 0.09 USD per GB; Moirai's own is 0.02, papers.md 2). No published number exists for
 * the shares: cross-project 0.70 and cross-region 0.50 are ours. The rest is as in `platform`.
 */
export const star: PresetParameters = {
  ...platform,
  name: 'star',
  summary:
    'one central warehouse, six spokes on two continents, links of different prices: relays and near holders matter',
  regions: [
    region('virginia', 'us', {projectWeight: 2, tableWeight: 10, remoteTilt: 0.05, hourlyCapacity: true}),
    ...Object.entries(spokes).flatMap(([continent, names]) =>
      names.map(name => region(name, continent, {remoteTilt: 2, hourlyCapacity: name === 'frankfurt'})),
    ),
  ],
  links: starLinks(),
  defaultPricePerGB: 0.09,
  jobs: 1300,
  evenReports: true,
  inputFactor: 0.7,
  alignment: 0.8,
  crossProjectShare: 0.7,
  crossRegionShare: 0.5,
}
