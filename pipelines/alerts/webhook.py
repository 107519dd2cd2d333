"""Webhooks: a message as JSON, signed where there is a secret, to the one address that is named; where it redirects to is never asked."""

import hashlib
import hmac
import http.client
import json
import ssl
from urllib.parse import urlsplit

from pipelines.alerts.channels import ANSWER_SECONDS, NotSent, cut_off
from pipelines.alerts.messages import Message, as_json

SIGNATURE = "X-JMDI-Signature"
MESSAGE = "X-JMDI-Message"


def post(message: Message, address: str, secret: str) -> None:
    """Send a message to a webhook. Raises NotSent; the address is part of no text, since it may hold a token."""
    body = json.dumps(as_json(message), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "jmdi-mapping", MESSAGE: message.message_id}
    if secret:
        headers[SIGNATURE] = signature(body, secret)
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(str(parts.hostname), parts.port, parts.scheme == "https")
    try:
        with cut_off(lambda: connection.sock):
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
    except ssl.SSLCertVerificationError:
        raise NotSent("The webhook's server has a certificate that is not trusted.") from None
    except TimeoutError:
        raise NotSent("The webhook's server does not answer.") from None
    except (OSError, http.client.HTTPException):
        raise NotSent("The webhook's server cannot be reached, or broke off.") from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        hint = "; it points elsewhere, where nothing is sent: name the address itself" if 300 <= status < 400 else ""
        raise NotSent(f"The webhook's server answers with {status}{hint}.")


def signature(body: bytes, secret: str) -> str:
    """Return the signature of a body, for its header: a receiver that knows the secret computes the same."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def _connection(host: str, port: int | None, is_secure: bool) -> http.client.HTTPConnection:
    if is_secure:
        return http.client.HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
