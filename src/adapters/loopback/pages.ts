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
const HAND_OVER = `
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

/** An answer that came as a query leaves the address bar and the history. */
const CLEAN_ADDRESS = `history.replaceState(null, "", location.pathname);`;

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --back: #f4f5f7; --card: #fff; --edge: #d5dae0; --accent: #0b57a4 }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #9da7b3; --back: #12161c; --card: #1c2129; --edge: #363e49; --accent: #7cb7ff } }
body { margin: 0; min-height: 90vh; display: grid; place-items: center; font: 1.05rem/1.6 system-ui, sans-serif; color: var(--text); background: var(--back) }
main { box-sizing: border-box; width: min(30rem, 100% - 2rem); padding: 2rem; text-align: center; text-wrap: balance; background: var(--card); border: 1px solid var(--edge); border-radius: .75rem; box-shadow: 0 1px 3px #0001, 0 8px 24px #0001 }
main::before { content: ">_" / ""; display: inline-block; margin-bottom: 1rem; padding: .35rem .7rem; font: 700 1.25rem/1.4 ui-monospace, monospace; color: var(--accent); border: 2px solid; border-radius: .5rem }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .5rem }
p { margin: 0; color: var(--muted) }
`;

interface Content {
  readonly text: string;
  /** Markup for those whose browser runs no script. */
  readonly noScript?: string;
  readonly script?: string;
}

function page(
  title: string,
  { text, noScript = "", script }: Content,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Entrada</title>
<style>${STYLE}</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p>${noScript}</main>${
    script === undefined ? "" : `<script>${script}</script>`
  }</body>
</html>
`;
}

function answer(status: number, body: string): Response {
  return new Response(body, {
    status,
    headers: { ...HEADERS, "content-security-policy": policy() },
  });
}

async function scriptedPage(
  title: string,
  content: Content & { readonly script: string },
): Promise<Response> {
  const bytes = new TextEncoder().encode(content.script);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return new Response(page(title, content), {
    headers: {
      ...HEADERS,
      "content-security-policy": policy(`'sha256-${hash.toBase64()}'`),
    },
  });
}

/** The sign-in page has answered; what it said is told in the terminal, not here. */
export function donePage(): Promise<Response> {
  return scriptedPage("Back to your terminal", {
    text: "The sign-in page has answered. You can close this tab.",
    script: CLEAN_ADDRESS,
  });
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
export function fragmentPage(): Promise<Response> {
  return scriptedPage("One moment", {
    text: "The answer of the sign-in page is on its way to the terminal.",
    noScript:
      "<noscript><p>This takes JavaScript: allow it for this page, then load the page again.</p></noscript>",
    script: HAND_OVER,
  });
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
