import {execFileSync} from 'node:child_process'
import {mkdir, symlink, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'

const root = resolve(import.meta.dirname, '../../..')

/** Compiles one program of the tests into a folder, with all that it imports, so that a process of its own can run it. Returns its path. */
export async function buildProgram(path: string, folder: string): Promise<string> {
  await mkdir(folder, {recursive: true})
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{"type": "module"}')
  const options = {noEmit: false, rootDir: root, outDir: folder, typeRoots: [join(root, 'node_modules/@types')]}
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: options,
    include: [],
    files: [join(root, path)],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.json'), '--noCheck'], {cwd: root})
  return join(folder, path.replace(/\.ts$/, '.js'))
}
