import {fontFamily} from './theme.js'

/** Layout of the page. Colours come from the theme's custom properties; charts fill what their column gives them. */
export const pageStyle = `*{box-sizing:border-box}
html{font-size:clamp(16px,10px + .42vw,20px);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:112rem;padding:1rem clamp(1rem,3vw,3rem) 3rem;background:var(--ground);color:var(--ink);font:1rem/1.5 ${fontFamily};overflow-wrap:anywhere}
h1{font-size:clamp(1.5rem,1.1rem + 1.6vw,2.4rem);line-height:1.15;margin:.2rem 0 .4rem;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:1.35rem;margin:2.6rem 0 .9rem}
h3{font-size:1.05rem;line-height:1.3;margin:0 0 .7rem;overflow-wrap:anywhere;text-wrap:balance}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.skip{position:absolute;left:-100vw;background:var(--accent);color:var(--onAccent);padding:.6rem 1rem;z-index:3}
.skip:focus{left:1rem;top:.5rem}
.masthead{display:flex;justify-content:space-between;align-items:center}
.brand{margin:0;font-weight:700;color:var(--accent);letter-spacing:.04em}
.lead{margin:0;color:var(--muted)}
.note{margin:.6rem 0;color:var(--muted);font-size:.9rem;max-width:75ch}
main:focus{outline:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
button,input{font:inherit;font-size:.9rem;color:inherit;background:var(--panel);border:1px solid var(--rule);border-radius:.4rem;padding:.35rem .7rem;min-height:2.3rem}
button{cursor:pointer}
button:hover{border-color:var(--accent)}
input{width:min(20rem,100%)}
.tiles{list-style:none;margin:1.5rem 0 0;padding:0;display:grid;grid-template-columns:minmax(0,1fr);border:1px solid var(--rule);border-radius:.6rem;overflow:hidden}
.tiles li{padding:1rem 1.1rem;display:flex;flex-direction:column;box-shadow:0 0 0 .5px var(--rule)}
@media (min-width:540px){.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (min-width:540px) and (max-width:899px){.tiles li:last-child:nth-child(odd){grid-column:span 2}}
@media (min-width:900px){.tiles{grid-template-columns:repeat(6,minmax(0,1fr))}.tiles li{grid-column:span 2}.tiles li:nth-last-child(2):nth-child(3n+1),.tiles li:last-child:nth-child(3n+2){grid-column:span 3}.tiles li:last-child:nth-child(3n+1){grid-column:span 6}}
@media (min-width:1900px){.tiles{grid-template-columns:repeat(auto-fit,minmax(14rem,1fr))}.tiles li:nth-child(n){grid-column:auto}}
.tiles .label{font-size:.9rem;color:var(--muted)}
.tiles strong{font-size:2rem;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums}
.tiles .detail{font-size:.9rem}
.good{color:var(--good)}
.bad{color:var(--bad)}
.figures{display:grid;margin:1.25rem 0;gap:1.25rem;grid-template-columns:minmax(0,1fr)}
.figure{border:1px solid var(--rule);border-radius:.6rem;padding:clamp(.6rem,3vw,1.1rem);min-width:0;display:flex;flex-direction:column}
.chart-room{container-type:inline-size;flex:1}
.chart-room svg{display:block;width:100%;height:auto;margin:0 auto;overflow:visible}
.narrow svg{max-width:30rem}
.wide svg{max-width:72rem}
.wide{display:none}
@container (min-width:560px){.wide{display:block}.narrow{display:none}}
#figure-links .wide{display:none}
#figure-links .narrow{display:block}
@container (min-width:900px){#figure-links .wide{display:block}#figure-links .narrow{display:none}}
@media (min-width:1000px){.figures{grid-template-columns:repeat(12,minmax(0,1fr))}#figure-curve,#figure-regions{grid-column:span 8}#figure-causes,#figure-spans{grid-column:span 4}#figure-links{grid-column:span 12}}
[data-mark]{cursor:default}
[data-mark].lit{stroke:var(--ink);stroke-width:2;stroke-opacity:1}
.keys{display:flex;flex-wrap:wrap;gap:.3rem;margin:.6rem 0}
.key{display:inline-flex;gap:.45rem;align-items:center;font-size:.85rem;padding:.15rem .6rem;min-height:2rem;max-width:100%;overflow-wrap:anywhere;text-align:start}
.key svg{flex:none}
.key[aria-pressed=false]{opacity:.5;text-decoration:line-through}
.off{display:none}
details{margin-top:.6rem;font-size:.9rem}
summary{cursor:pointer;color:var(--muted);padding:.3rem 0}
.tools{display:flex;flex-wrap:wrap;gap:.7rem;align-items:end;margin-bottom:.7rem}
[hidden]{display:none}
.scroll{overflow:auto;max-height:80vh;border:1px solid var(--rule);border-radius:.6rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:start;padding:.6rem .8rem;color:var(--muted);position:sticky;left:0}
th,td{padding:.45rem .65rem;text-align:start;vertical-align:top;border-top:1px solid var(--faint);overflow-wrap:anywhere;min-width:6.5rem;max-width:24rem}
thead th{overflow-wrap:normal;position:sticky;top:0;background:var(--panel);vertical-align:bottom;z-index:1;border-top:0}
tbody th{font-weight:600}
[id]>tbody th:first-child{min-width:min(14rem,50vw)}.figure [id]>tbody th:first-child{min-width:min(9rem,40vw)}
#replicas td:nth-child(2),#unmet td:nth-child(2){min-width:9rem}
small{display:block;font-weight:400;color:var(--muted)}
td:last-child:not(.num){min-width:17rem}
.num{text-align:end;font-variant-numeric:tabular-nums;min-width:0}
td.num{white-space:nowrap}
tbody tr:hover{background:var(--panel)}
th button{all:unset;cursor:pointer}
th button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
th button::after{content:"\\2195";color:var(--muted);opacity:.6;padding-inline-start:.35em}
th[aria-sort=ascending] button::after{content:"\\2191";opacity:1}
th[aria-sort=descending] button::after{content:"\\2193";opacity:1}
dl{display:grid;gap:.3rem;margin:0;font-size:.9rem}
dl div{display:grid;grid-template-columns:minmax(7rem,12rem) minmax(0,1fr);gap:1rem}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
#tip{position:fixed;z-index:2;max-width:min(22rem,90vw);padding:.45rem .7rem;border-radius:.4rem;background:var(--ink);color:var(--ground);font-size:.85rem;line-height:1.35;pointer-events:none;overflow-wrap:anywhere}
@media (min-width:1900px){#figure-curve{grid-column:span 6}#figure-causes,#figure-spans{grid-column:span 3}#figure-regions{grid-column:span 5}#figure-links{grid-column:span 7}}
@media (min-width:1000px){.figures .span4{grid-column:span 4}.figures .span6{grid-column:span 6}.figures .span6:last-child:nth-child(odd){grid-column:span 12}.figures .span12{grid-column:span 12}}
.slider{margin:1.5rem 0 0;padding:clamp(.6rem,3vw,1.1rem);border:1px solid var(--rule);border-radius:.6rem;background:var(--panel)}
.slider label{font-weight:600}
.slider input{display:block;width:100%;padding:0;margin:.6rem 0 .1rem;accent-color:var(--accent)}
.slider .ends{display:flex;justify-content:space-between;font-size:.85rem;color:var(--muted)}
#budget-words{margin:.6rem 0 0;font-variant-numeric:tabular-nums}
[data-row]{cursor:pointer}
tr.shown{outline:3px solid var(--accent);outline-offset:-3px}
select{font:inherit;font-size:.9rem;color:inherit;background:var(--panel);border:1px solid var(--rule);border-radius:.4rem;padding:.35rem .7rem;min-height:2.3rem;max-width:100%}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{body{max-width:none;padding:0;font-size:10pt}button,.tools,.slider,.skip,summary,#tip{display:none!important}.keys .key{display:inline-flex!important;border:0}.scroll{max-height:none;overflow:visible;border:0}.figure,tr,.tiles li{break-inside:avoid}thead th{position:static}h2,h3{break-after:avoid}}`
