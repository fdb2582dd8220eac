// Makes tokens with jose, and judges ours. Usage: node peer_jose.mjs PACKAGE < request.json > answer.json
import { readFileSync } from "node:fs";
import { altered, answer, request } from "./exchange.mjs";

const name = process.argv[2];
const jose = await import(name);
const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));

async function make({ kind, alg, crv }, claims) {
  const options = { extractable: true, ...(alg === "EdDSA" ? { crv } : {}) };
  const secret = alg.startsWith("HS");
  const keys = secret ? null : await jose.generateKeyPair(alg, options);
  const key = secret ? await jose.generateSecret(alg, options) : keys.privateKey;
  const kid = `${name} ${kind}`;
  const token = await new jose.SignJWT(claims).setProtectedHeader({ alg, typ: "JWT", kid }).sign(key);
  return { kind, token, jwk: await jose.exportJWK(key) };
}

async function judge({ kind, alg, jwk, token }) {
  const key = await jose.importJWK(jwk, alg);
  const accepts = async (text) => {
    try {
      await jose.compactVerify(text, key, { algorithms: [alg] });
      return true;
    } catch (error) {
      if (error.code === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED") return false;
      throw error;
    }
  };
  const thumbprint = jwk.kty === "oct" ? null : await jose.calculateJwkThumbprint(jwk);
  return { kind, accepted: await accepts(token), altered_accepted: await accepts(altered(token)), thumbprint };
}

await answer(request(), version, make, judge);
