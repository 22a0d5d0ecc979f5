/**
 * The pages: plain HTML from the server. They may import hono's template, and nothing that answers requests.
 *
 * @module
 */
import { html, raw } from "hono/html";
import { randomValue } from "../random.ts";

export type Markup = ReturnType<typeof html>;

const STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--muted:#57606a;--back:#f4f5f7;--card:#fff;--line:#8c959f;--accent:#0b57a4;--on:#fff;--bad:#a40e26}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--muted:#9da7b3;--back:#12161c;--card:#1c2129;--line:#57606a;--accent:#7cb7ff;--on:#10151c;--bad:#ff9492}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
.banner{background:repeating-linear-gradient(135deg,#ffe08a 0 14px,#ffd45c 14px 28px);color:#332500;padding:.6rem 1rem;text-align:center;font-weight:600}
main{max-width:30rem;margin:2rem auto;padding:1.75rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .75rem}
p,ul,fieldset,label{margin:0 0 1rem}
fieldset{border:1px solid var(--line);border-radius:.35rem;padding:.5rem 1rem .75rem}
.choice{display:grid;grid-template-columns:auto 1fr;gap:.1rem .6rem;margin:.5rem 0 0}
.choice small{grid-column:2}
small,.muted{color:var(--muted)}
label.field{display:block;font-weight:600}
input[type=text],input[type=password]{display:block;width:100%;margin-top:.25rem;padding:.55rem .6rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.35rem}
input.code{letter-spacing:.3em;text-transform:uppercase;font-family:ui-monospace,monospace}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;margin:0}
button{font:inherit;font-weight:600;padding:.55rem 1.1rem;border-radius:.35rem;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer}
button.quiet{background:transparent;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.bad{border-left:4px solid var(--bad);padding-left:.75rem}
code{overflow-wrap:anywhere}
dt{font-weight:600}dd{margin:0 0 .6rem;overflow-wrap:anywhere}
`;

export interface Page {
  readonly title: string;
  readonly body: Markup;
  readonly status?: number;
  /** Addresses that a form on the page may lead to, beside the sandbox itself. */
  readonly formTargets?: readonly string[];
  /** A script of ours, allowed by a nonce. */
  readonly script?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page that says what it is, loads nothing, and is not kept by the browser. */
export async function page(
  { title, body, status = 200, formTargets = [], script, headers = {} }: Page,
): Promise<Response> {
  const nonce = randomValue();
  const text = await html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title} - Entrada sandbox</title>
        <style nonce="${nonce}">${raw(STYLE)}</style>
      </head>
      <body>
    <div class="banner" role="note">SANDBOX: a practice authority on this computer. This is not Microsoft, and no account here is real.</div>
    <main>
    ${body}
    </main>
    ${script === undefined
      ? ""
      : html`<script nonce="${nonce}">${raw(script)}</script>`}
      </body>
    </html>
  `;
  return new Response(String(text).trimStart(), {
    status,
    headers: {
      ...headers,
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store, no-cache",
      pragma: "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "content-security-policy": contentPolicy(nonce, { formTargets, script }),
    },
  });
}

function contentPolicy(
  nonce: string,
  { formTargets, script }: {
    formTargets: readonly string[];
    script: string | undefined;
  },
): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(script === undefined ? [] : [`script-src 'nonce-${nonce}'`]),
    // Browsers apply this to the redirect that follows a form, too.
    ["form-action 'self'", ...formTargets.map(policySource)].join(" "),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function policySource(address: string): string {
  const url = new URL(address);
  return url.protocol === "https:" || url.protocol === "http:"
    ? url.origin
    : url.protocol;
}
