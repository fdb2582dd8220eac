// What every peer does alike: read what is asked, try each kind of key, and write the answer.
import { readFileSync } from "node:fs";

export const request = () => JSON.parse(readFileSync(0, "utf8"));

// The same token about somebody else, with the old signature.
export function altered(token) {
  const [header, payload, signature] = token.split(".");
  const claims = Buffer.from(payload, "base64url").toString().replace('"bob"', '"eve"');
  return [header, Buffer.from(claims).toString("base64url"), signature].join(".");
}

export async function answer({ kinds, claims, ours }, version, make, judge) {
  const result = { version, runtime: `Node.js ${process.versions.node}`, made: [], judged: [], lacks: {} };
  for (const kind of kinds) {
    try {
      const made = await make(kind, claims);
      const judged = await judge(ours.find((each) => each.kind === kind.kind));
      result.made.push(made);
      result.judged.push(judged);
    } catch (error) {
      result.lacks[kind.kind] = `${error.message}`.split("\n")[0];
    }
  }
  process.stdout.write(JSON.stringify(result));
}
