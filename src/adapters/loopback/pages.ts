/** No outside resource, nothing kept, and no address passed on. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** No script, unless a page names the one that it has. */
function policy(script = "'none'"): string {
  return `default-src 'none'; script-src ${script}; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

/**
 * Only the browser knows the part after `#`. It leaves the address bar and the
 * history at once, and goes to the terminal as a form, so that the page which
 * tells how it went is an ordinary one.
 */
const SCRIPT = `
const answer = new URLSearchParams(location.hash.slice(1));
history.replaceState(null, "", location.pathname + location.search);
if ([...answer.keys()].length > 0) {
  const form = document.createElement("form");
  form.method = "post";
  for (const [name, value] of answer) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  // A field may be named "submit" too.
  HTMLFormElement.prototype.submit.call(form);
}
`;

function page(
  title: string,
  { text, script = "" }: { readonly text: string; readonly script?: string },
): string {
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
<body><main><h1>${title}</h1><p>${text}</p></main>${script}</body>
</html>
`;
}

function answer(status: number, body: string): Response {
  return new Response(body, {
    status,
    headers: { ...HEADERS, "content-security-policy": policy() },
  });
}

/** The sign-in page has answered; what it said is told in the terminal, not here. */
export function donePage(): Response {
  return answer(
    200,
    page("Back to your terminal", {
      text: "The sign-in page has answered. You can close this tab.",
    }),
  );
}

/** An answer that belongs to no sign-in that waits here. */
export function strangerPage(): Response {
  return answer(
    400,
    page("This page is not for you", {
      text:
        "It does not belong to the sign-in that waits in the terminal. Start that one again.",
    }),
  );
}

/** Anything else that knocks. */
export function nothingHere(status: number): Response {
  return answer(
    status,
    page("Nothing here", {
      text: "The terminal waits for the answer of a sign-in page.",
    }),
  );
}

/** Hands over the answer that the browser keeps after `#`. */
export async function fragmentPage(): Promise<Response> {
  const bytes = new TextEncoder().encode(SCRIPT);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return new Response(
    page("One moment", {
      text:
        "The answer of the sign-in page is on its way to the terminal. This takes JavaScript; without it, paste this page's whole address there.",
      script: `<script>${SCRIPT}</script>`,
    }),
    {
      headers: {
        ...HEADERS,
        "content-security-policy": policy(`'sha256-${hash.toBase64()}'`),
      },
    },
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
