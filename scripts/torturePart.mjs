// Runs one part of the torture, or lists them: BUNDLE RESULT-FILE ORDER-AS-JSON. Ctrl+C ends it between two cases.
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [bundle = '', result = '', order = ''] = process.argv.slice(2);
const { torture, partNames } = await import(pathToFileURL(bundle).href).then((module) => module.default ?? module);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupted.abort());
await writeFile(result, JSON.stringify(order ? await torture(JSON.parse(order), interrupted.signal) : partNames()));
process.exit(0);
