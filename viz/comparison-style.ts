import type {ComparisonData} from './comparison-data.js'

/** Rules of the comparison page beside those that all pages share; the budget that is chosen shows its panel. */
export function comparisonStyle({budgets}: ComparisonData): string {
  const chosen = budgets.map((_, i) => `#budget-${i}:checked~.panels>[data-budget="${i}"]`)
  const shown = chosen.length === 0 ? '' : `\n${chosen.join(',')}{display:block}`
  return `.headline{font-size:clamp(1.15rem,1rem + .7vw,1.6rem);line-height:1.35;max-width:60ch;margin:1.2rem 0 0;text-wrap:pretty}
.sides{display:grid;gap:1.25rem;grid-template-columns:minmax(0,1fr)}
.side{min-width:0;display:flex;flex-direction:column}
.side .chart-room{flex:none;margin-top:auto}
#figure-curves,#figure-dots{grid-column:1/-1}
@media (min-width:1000px){.sides{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (min-width:1900px){#figure-curves{grid-column:span 8}#figure-dots{grid-column:span 4}}
#figure-dots .wide svg{max-width:44rem}
.budgets{border:0;margin:0;padding:0;min-width:0}
.budgets legend{color:var(--muted);font-size:.9rem;padding:0 0 .3rem}
.budgets input{position:absolute;opacity:0;width:1px;min-height:0;height:1px}
.budgets label{display:inline-block;font-size:.9rem;padding:.3rem .8rem;margin:0 .3rem .3rem 0;border:1px solid var(--rule);border-radius:.4rem;background:var(--panel);cursor:pointer}
.budgets label:hover{border-color:var(--accent)}
.budgets input:checked+label{background:var(--accent);color:var(--onAccent);border-color:var(--accent)}
.budgets input:focus-visible+label{outline:3px solid var(--accent);outline-offset:2px}
.panels{margin-top:.8rem}
.at-budget{display:none}${shown}
@media (min-width:1000px){.tiles{grid-template-columns:repeat(auto-fit,minmax(13rem,1fr))}}
#results tbody th{min-width:9rem}
#results thead th{overflow-wrap:normal}
#results .num{min-width:5.5rem}
#results td:last-child{min-width:12rem}`
}
