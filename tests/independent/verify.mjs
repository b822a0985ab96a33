// Another's verifier, for a second opinion: Digital Bazaar's libraries, with nothing of ours in them.
//
//   node verify.mjs FOLDER
//
// FOLDER holds what the world gets: credential.json, did.json and lists.json (status lists by
// address). Prints {"verified", "statuses", "errors", "asked"} as JSON:
// verified is about signature, dates and lists; whether a bit is set stands in statuses. Nothing is fetched.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const [folder] = process.argv.slice(2);
const read = name => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const credential = read('credential.json');
const did = read('did.json');
const lists = read('lists.json');

const known = new Map([[did.id, did]]);
for(const method of did.verificationMethod) {
  known.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
}
for(const [address, list] of Object.entries(lists)) {
  known.set(address, list);
}

const asked = [];
const documentLoader = async url => {
  asked.push(url);
  if(!known.has(url)) {
    throw new Error(`Not among the files: ${url}`);
  }
  return {documentUrl: url, document: known.get(url)};
};

const reasons = error => (error?.errors ?? [error]).filter(Boolean).map(one => one.message);

const answer = await vc.verifyCredential({
  credential,
  suite: new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()}),
  documentLoader,
  checkStatus
});
const results = answer.statusResult?.results ?? [];
console.log(JSON.stringify({
  verified: answer.verified,
  statuses: results.map(({credentialStatus, status}) => [credentialStatus.statusPurpose, status]),
  errors: [...reasons(answer.error), ...reasons(answer.statusResult?.error)],
  asked: [...new Set(asked)]
}));
