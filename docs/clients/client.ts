// One case with the client that openapi-generator makes of a workflow (README.md): a case begins, gets two commands, and is read.
//
//     URL=... TOKEN=... ORGANISATION=... node client.js     compiled beside the generated `client`
import { CasussenApi, Configuration, OpdrachtenApi, Probleem, ResponseError } from './client';

// Of Node, whose types are a package of their own.
declare const process: { env: Record<string, string | undefined> };
declare const require: (name: string) => { randomUUID(): string };
const { randomUUID } = require('crypto');

const service = new Configuration({ basePath: process.env.URL + '/v1', accessToken: process.env.TOKEN ?? '' });
const [commands, cases] = [new OpdrachtenApi(service), new CasussenApi(service)];

async function main(): Promise<void> {
  // Each command has a key of its own; the same key again is the same command, and is done once.
  const begun = await commands.aanvraagIndienen({
    idempotencyKey: randomUUID(),
    aanvraagIndienenOpdracht: {
      werkstroom: 'aanvraag-omgevingsvergunning',
      opdracht: 'aanvraag-indienen',
      velden: {
        gemeente: process.env.ORGANISATION ?? '', activiteit: 'Een dakkapel', locatie: 'Voorbeeldstraat 1', naam: 'V. Voorbeeld',
        adres: 'Voorbeeldstraat 1', dagVanOntvangst: new Date(),
      },
    },
  });
  const ifMatch = `"${begun.revisie}"`;
  await commands.ontvangstBevestigen({
    id: begun.id, idempotencyKey: randomUUID(), ifMatch, ontvangstBevestigenOpdracht: { velden: { kenmerk: 'OB-2026-1' } },
  });
  const moved = await commands.procedureBepalen({
    id: begun.id,
    idempotencyKey: randomUUID(),
    procedureBepalenOpdracht: {
      grondslag: 'ow-16-62',
      velden: { voorbereiding: 'regulier', motivering: 'Een dakkapel.', rechtsmiddelen: 'Bezwaar.' },
    },
  });
  // On the first revision, which is not the case's any more.
  const late: Probleem = await commands.ontvangstBevestigen({
    id: begun.id, idempotencyKey: randomUUID(), ifMatch, ontvangstBevestigenOpdracht: { velden: { kenmerk: 'OB-2026-2' } },
  }).then(() => { throw new Error('not refused'); }, (error: unknown) => {
    if (error instanceof ResponseError) { return error.response.json(); }
    throw error;
  });
  if (late.status !== 412 || late.code !== 'stale') { throw new Error(JSON.stringify(late)); }
  const read = await cases.casusLezen({ id: begun.id });
  if (read.revisie !== moved.revisie) { throw new Error('another revision'); }
  console.log(read.fase, read.revisie);
}

main();
