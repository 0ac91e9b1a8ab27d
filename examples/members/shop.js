// Your shop's side of the door `members` (docs/members.md): it publishes its key, and sends people who
// are logged in to the sale with a token that says who they are.
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

const { PORT = "8700", SALE = "http://127.0.0.1:8787/sales/aurora-lamp" } = process.env;
const [issuer, audience] = ["https://shop.example", "https://sale.example"];
const { publicKey, privateKey } = await generateKeyPair("ES256"); // keep yours: see docs/members.md
const jwk = { ...(await exportJWK(publicKey)), kid: "2026-11", alg: "ES256", use: "sig" };
const memberOf = () => "customer-4711"; // whoever your session says this is

const server = createServer(async (request, response) => {
  if (request.url === "/keys.json") return response.end(JSON.stringify({ keys: [jwk] }));
  const token = new SignJWT({ sub: memberOf(request), iss: issuer, aud: audience })
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
    .setExpirationTime("10 minutes");
  const location = `${SALE}#member=${await token.sign(privateKey)}`;
  response.writeHead(303, { location }).end();
});
server.listen(PORT, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
