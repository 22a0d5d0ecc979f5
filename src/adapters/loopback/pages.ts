/** No script, no outside resource, nothing kept, and no address passed on. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Entrada</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; color: #1b1b1f; background: #fff }
h1 { font-size: 1.6rem; margin: 0 0 .5rem }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #18181b } }
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`;
}

function answer(status: number, body: string): Response {
  return new Response(body, { status, headers: HEADERS });
}

/** The sign-in page has answered; what it said is told in the terminal, not here. */
export function donePage(): Response {
  return answer(
    200,
    page(
      "Back to your terminal",
      "The sign-in page has answered. You can close this tab.",
    ),
  );
}

/** An answer that belongs to no sign-in that waits here. */
export function strangerPage(): Response {
  return answer(
    400,
    page(
      "This page is not for you",
      "It does not belong to the sign-in that waits in the terminal. Start that one again.",
    ),
  );
}

/** Anything else that knocks. */
export function nothingHere(status: number): Response {
  return answer(
    status,
    page(
      "Nothing here",
      "The terminal waits for the answer of a sign-in page.",
    ),
  );
}

/** The short address leads to the sign-in page. */
export function leadTo(authorizationUrl: URL): Response {
  return new Response(null, {
    status: 302,
    headers: {
      location: authorizationUrl.href,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  });
}
