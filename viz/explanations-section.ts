import {dataTable} from './data-table.js'
import {escapeText, nameHtml} from './escape.js'
import {costNoun, formatCost} from './format.js'
import type {ReportData} from './report-data.js'

/** The words of `isthmus explain` about chosen tables, projects and jobs, folded away. Empty text where there are none. */
export function explanationsSection({explanations = [], costUnit}: ReportData): string {
  if (explanations.length === 0) return ''
  const items = explanations.map(({kind, name, sentences, alternatives = []}, i) => {
    const table =
      alternatives.length === 0
        ? ''
        : dataTable(
            {id: `alternatives-${i}`, caption: 'What else could be done'},
            [
              {heading: 'Choice', html: a => nameHtml(a.what), sort: a => a.what},
              {
                heading: `${costNoun(costUnit)} a day`,
                numeric: true,
                text: a => formatCost(a.costPerDay, costUnit),
                sort: a => a.costPerDay,
              },
              {heading: 'In the plan', text: a => (a.isChosen ? 'chosen' : ''), sort: a => (a.isChosen ? 0 : 1)},
            ],
            alternatives,
          )
    return `<details><summary>${escapeText(kind)} ${nameHtml(name)}</summary>${sentences.map(text => `<p>${escapeText(text)}</p>`).join('')}${table}</details>`
  })
  return `<section aria-labelledby="explain-heading"><h2 id="explain-heading">Decisions explained</h2>
${items.join('\n')}</section>`
}
