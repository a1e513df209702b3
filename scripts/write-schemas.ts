// Writes the published JSON Schemas into `public/schema/`. Usage: npm run schemas
import { mkdir, writeFile } from 'node:fs/promises';
import { makeJsonSchemas } from '../src/study/json-schemas.ts';

const FOLDER = new URL('../public/schema/', import.meta.url);

await mkdir(FOLDER, { recursive: true });
for (const [name, schema] of Object.entries(makeJsonSchemas())) {
  await writeFile(new URL(name, FOLDER), `${JSON.stringify(schema, null, 2)}\n`);
  console.log(`public/schema/${name}`);
}
