"""Seals and opens deliveries with wechatpy, which shares no code with this project.

It reads one JSON object a line from standard input, and answers each with one.
- `seal` makes a sealed reply: `{"body": …}`.
- `open` opens the body of a delivery or of a reply: `{"message": …}`, or `{"refused": …}`.
- `probe` opens the `echostr` of a test of the address, with the same answers.
"""

import json
import sys

import xmltodict
from wechatpy.enterprise.crypto import WeChatCrypto


def sealed(body):
    """The ciphertext in a body, in the form that wechatpy takes."""
    if body.lstrip().startswith("<"):
        return body
    return {"Encrypt": json.loads(body)["encrypt"]}


def seal(crypto, asked):
    body = crypto.encrypt_message(asked["message"], asked["nonce"], asked["timestamp"])
    if asked["form"] == "xml":
        return {"body": body}
    # wechatpy writes XML alone. The JSON form has the same members in lower case.
    members = xmltodict.parse(body)["xml"]
    return {"body": json.dumps({name.lower(): value for name, value in members.items()})}


def answer(asked):
    crypto = WeChatCrypto(asked["token"], asked["key"], asked["receiver"])
    if asked["op"] == "seal":
        return seal(crypto, asked)
    signed = asked["signature"], asked["timestamp"], asked["nonce"]
    try:
        if asked["op"] == "probe":
            return {"message": crypto.check_signature(*signed, asked["echostr"])}
        return {"message": crypto.decrypt_message(sealed(asked["body"]), *signed)}
    except Exception as error:
        return {"refused": type(error).__name__}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
