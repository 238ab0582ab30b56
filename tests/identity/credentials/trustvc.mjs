// Lets the installed @trustvc packages do one job: JSON on standard input, JSON on standard output. Started in a folder that has them.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.cwd() + "/"));
const credentials = require("@trustvc/w3c-vc");
const contexts = require("@trustvc/w3c-context");
const inner = createRequire(require.resolve("@trustvc/w3c-vc"));
const jsigs = inner("jsonld-signatures");
const { DataIntegrityProof } = await import(pathToFileURL(inner.resolve("@digitalbazaar/data-integrity")));
const { createVerifyCryptosuite } = await import(pathToFileURL(inner.resolve("@digitalbazaar/ecdsa-sd-2023-cryptosuite")));

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const job = JSON.parse(Buffer.concat(chunks).toString());

const installed = await contexts.getDocumentLoader();
const answer = (url, document) => ({ contextUrl: null, documentUrl: url, document });
const documentLoader = async (url) => {
  const found = job.documents[url.split("#")[0]];
  if (!found) return installed(url);
  const method = found.verificationMethod.find((one) => one.id === url);
  return answer(url, method ? { "@context": "https://w3id.org/security/multikey/v1", ...method } : found);
};
const options = { documentLoader, mandatoryPointers: job.mandatory };

const jobs = {
  sign: () => credentials.signCredential(job.credential, job.key, "ecdsa-sd-2023", options),
  derive: () => credentials.deriveCredential(job.credential, job.reveal, options),
  verify: () => credentials.verifyCredential(job.credential, options),
  verifyAll: () => Promise.all(job.credentials.map((one) => credentials.verifyCredential(one, options))),
  // What their library is built on, without its look at the type of status.
  proof: async () => {
    const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
    const { verified } = await jsigs.verify(job.credential, { suite, purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader });
    return { verified };
  },
  time: async () => {
    const times = [];
    for (let round = 0; round < job.rounds + 5; round++) {
      const started = performance.now();
      const { verified } = await jobs.verify();
      if (!verified) throw new Error("it does not verify");
      times.push(performance.now() - started);
    }
    return { milliseconds: times.slice(5).sort((one, other) => one - other) };
  },
};
console.log(JSON.stringify(await jobs[job.do]()));
