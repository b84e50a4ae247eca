// Seals and opens deliveries with @wecom/crypto, which shares no code with this project.
//
// It reads one JSON object a line from standard input, and answers each with one, as `callbacks.py` does.

const crypto = require("@wecom/crypto");
const readline = require("node:readline");

// The ciphertext in a body. The package leaves the notation to its users.
function sealed(body) {
    if (!body.trimStart().startsWith("<")) return JSON.parse(body).encrypt;
    return /<Encrypt>(?:<!\[CDATA\[)?([^<\]]*)/.exec(body)[1];
}

function seal({ token, key, receiver, message, timestamp, nonce, form }) {
    const encrypt = crypto.encrypt(key, message, receiver);
    const signature = crypto.getSignature(token, timestamp, nonce, encrypt);
    if (form === "json") return { body: JSON.stringify({ encrypt, msgsignature: signature, timestamp, nonce }) };
    const texts = `<Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>`;
    return { body: `<xml>${texts}<TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>` };
}

function answer(asked) {
    if (asked.op === "seal") return seal(asked);
    const { token, key, receiver, signature, timestamp, nonce } = asked;
    const encrypt = asked.op === "probe" ? asked.echostr : sealed(asked.body);
    if (crypto.getSignature(token, timestamp, nonce, encrypt) !== signature) return { refused: "signature" };
    const { message, id } = crypto.decrypt(key, encrypt);
    return id === receiver ? { message } : { refused: "receiver" };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
});
