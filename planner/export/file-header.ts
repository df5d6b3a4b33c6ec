import type {DraftFile, ExportFile} from './exporter.js'
import {commentText} from './quoting/names.js'

/** The file with its header in front: lines of plain sentences, as a comment of the file's kind. */
export function withHeader(file: DraftFile, lines: readonly string[]): ExportFile {
  const safe = lines.map(commentText)
  const {path} = file
  switch (file.kind) {
    case 'shell':
      return {path, text: `#!/bin/bash\n${safe.map(line => `# ${line}\n`).join('')}${file.body}`}
    case 'yaml':
      return {path, text: `${safe.map(line => `# ${line}\n`).join('')}${file.body}`}
    case 'sql':
      return {path, text: `${safe.map(line => `-- ${line}\n`).join('')}${file.body}`}
    case 'markdown':
      return {path, text: `<!--\n${safe.join('\n')}\n-->\n${file.body}`}
    case 'json':
      return {path, text: `${JSON.stringify({comment: lines, ...file.value}, null, 2)}\n`}
    case 'bare':
      return {path, text: file.body}
  }
}
