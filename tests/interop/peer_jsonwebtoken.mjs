// Makes tokens with jsonwebtoken, and judges ours. Usage: node peer_jsonwebtoken.mjs < request.json > answer.json
import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import jsonwebtoken from "jsonwebtoken";
import { altered, answer, request } from "./exchange.mjs";

const { version } = JSON.parse(readFileSync("node_modules/jsonwebtoken/package.json", "utf8"));

function newKey({ alg, crv }) {
  if (alg.startsWith("HS")) return createSecretKey(randomBytes(Number(alg.slice(2)) / 8));
  if (alg.startsWith("RS") || alg.startsWith("PS")) return generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  if (alg.startsWith("ES")) return generateKeyPairSync("ec", { namedCurve: crv }).privateKey;
  return generateKeyPairSync(crv ? crv.toLowerCase() : alg.toLowerCase()).privateKey;
}

function make(kind, claims) {
  const key = newKey(kind);
  const kid = `jsonwebtoken ${kind.kind}`;
  const token = jsonwebtoken.sign(claims, key, { algorithm: kind.alg, keyid: kid });
  return { kind: kind.kind, token, jwk: key.export({ format: "jwk" }) };
}

function judge({ kind, alg, jwk, token }) {
  const key = jwk.kty === "oct" ? createSecretKey(Buffer.from(jwk.k, "base64url")) : createPublicKey({ key: jwk, format: "jwk" });
  const accepts = (text) => {
    try {
      jsonwebtoken.verify(text, key, { algorithms: [alg], ignoreExpiration: true });
      return true;
    } catch (error) {
      if (error.message === "invalid signature") return false;
      throw error;
    }
  };
  return { kind, accepted: accepts(token), altered_accepted: accepts(altered(token)), thumbprint: null };
}

await answer(request(), version, make, judge);
