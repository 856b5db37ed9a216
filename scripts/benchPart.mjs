// Runs one bundled part of the bench: BUNDLE RESULT-FILE SETTING-AS-JSON.
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [bundle = '', result = '', setting = ''] = process.argv.slice(2);
const { measure } = await import(pathToFileURL(bundle).href).then((module) => module.default ?? module);
await writeFile(result, JSON.stringify(await measure(JSON.parse(setting))));
process.exit(0);
