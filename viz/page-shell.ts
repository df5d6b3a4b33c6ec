import {embedJson, escapeText, nameHtml} from './escape.js'
import {pageStyle} from './page-style.js'
import {themeCss} from './theme.js'

/** Nothing is loaded, from anywhere: the page holds all that it shows. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

/** What differs from page to page. Fields that end in `Html` are markup, the others plain text. */
export interface PageParts {
  /** Follows the title in the title bar. */
  readonly subtitle: string
  readonly title: string
  /** Where the skip link leads, e.g. `the report`. */
  readonly noun: string
  readonly leadHtml: string
  readonly mainHtml: string
  /** Element that holds `data` as JSON. */
  readonly dataId: string
  readonly data: unknown
  readonly script: string
  /** Rules beside those that all pages share. */
  readonly style?: string
}

/** One self-contained HTML page: opens from disk or a mail attachment, without a network, and reads without script too. */
export function htmlPage({subtitle, title, noun, leadHtml, mainHtml, dataId, data, script, style}: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}: ${escapeText(subtitle)}</title>
<style>
${themeCss()}
${pageStyle}${style === undefined ? '' : `\n${style}`}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to ${noun}</a>
<header>
<div class="masthead"><p class="brand">isthmus</p><button type="button" id="theme" hidden>Dark or light</button></div>
<h1>${nameHtml(title)}</h1>
<p class="lead">${leadHtml}</p>
</header>
<main id="main" tabindex="-1">
${mainHtml}
</main>
<div id="tip" role="status" aria-live="polite" hidden></div>
<script type="application/json" id="${dataId}">${embedJson(data)}</script>
<script>
${script}
</script>
</body>
</html>
`
}
