"""Reads an object of an S3 bucket with the standard library (a project of yours may use boto3).

The request is signed with AWS Signature Version 4. AWS_ENDPOINT_URL names another S3 than Amazon's.
"""

import hashlib
import hmac
import os
import urllib.error
import urllib.request
from datetime import datetime, timezone
from urllib.parse import quote, urlsplit


def read(bucket, key, access_key, secret_key, region):
    region = region or "us-east-1"
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or f"https://s3.{region}.amazonaws.com"
    path = urlsplit(endpoint).path.rstrip("/") + f"/{bucket}/{quote(key, safe='/-_.~')}"
    headers = {
        "host": urlsplit(endpoint).netloc,
        "x-amz-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-amz-date": datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ"),
    }
    if os.environ.get("AWS_SESSION_TOKEN"):
        headers["x-amz-security-token"] = os.environ["AWS_SESSION_TOKEN"]
    headers["authorization"] = authorization(path, headers, access_key, secret_key, region)
    address = urlsplit(endpoint)._replace(path=path).geturl()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise OSError(f"s3://{bucket}/{key}: {error.code} {error.reason}") from None


def authorization(path, headers, access_key, secret_key, region):
    time = headers["x-amz-date"]
    scope = f"{time[:8]}/{region}/s3/aws4_request"
    signed = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"GET\n{path}\n\n{lines}\n{signed}\n{headers['x-amz-content-sha256']}"
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{digest}"
    signature = ("AWS4" + secret_key).encode()
    for part in [*scope.split("/"), text]:
        signature = hmac.new(signature, part.encode(), hashlib.sha256).digest()
    return (
        f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={signed}, "
        f"Signature={signature.hex()}"
    )
