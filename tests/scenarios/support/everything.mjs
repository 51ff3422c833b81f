// Everything that a server says to somebody: each GET route of its OpenAPI document, with each type, record, figure, fund, report, print and file
// that there is; what is packed (sheets, Word files) is unpacked, so that a value can be looked for in every byte.
import { inflateRawSync } from 'node:zlib';

// The parts of a zip file as text, without the time at which it was made; other bytes as they are.
export function unpacked(bytes) {
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50) return bytes.toString('utf8');
  let text = '';
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== 0x06054b50) --end;
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; --n) {
    const method = bytes.readUInt16LE(at + 10), size = bytes.readUInt32LE(at + 20), name = bytes.readUInt16LE(at + 28), extra = bytes.readUInt16LE(at + 30), comment = bytes.readUInt16LE(at + 32), local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    text += `\n${bytes.toString('utf8', at + 46, at + 46 + name)}\n${method === 8 ? inflateRawSync(packed).toString('utf8') : packed.toString('utf8')}`;
    at += 46 + name + extra + comment;
  }
  return text.replace(/<dcterms:(\w+)[^>]*>[^<]*</g, '<$1<');
}

// The paths to ask: every GET route of the document, each parameter by all that `known` has for it. A route whose parameter is not known here
// fails the test, so that a new one is not forgotten.
export function pathsOf(document, known) {
  const paths = [];
  for (const [pattern, methods] of Object.entries(document.paths)) {
    if (!methods.get || pattern === '/api/v1/events') continue;   // a stream: looked at by itself
    let forms = [pattern];
    for (const [, name] of pattern.matchAll(/\{(\w+)\}/g)) {
      const key = `${pattern}#${name}`, values = known[key] ?? known[name];
      if (!values) throw new Error(`${pattern}: nothing is known for {${name}}`);
      forms = forms.flatMap((form) => values.map((value) => form.replace(`{${name}}`, encodeURIComponent(value))));
    }
    const queries = known.queries[pattern] ?? [''];
    paths.push(...forms.flatMap((form) => queries.map((query) => form + query)));
  }
  return paths;
}

// What each path answers, by path: status and text.
export async function answersOf(site, login, paths) {
  const answers = new Map();
  const headers = login ? { Authorization: 'Bearer ' + (await site.token(login)) } : {};
  const queue = [...paths];
  const work = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const answer = await fetch(site.address + path, { headers });
      answers.set(path, `${answer.status} ${answer.headers.get('content-disposition') ?? ''}\n${unpacked(Buffer.from(await answer.arrayBuffer()))}`);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return answers;
}
