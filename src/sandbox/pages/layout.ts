/**
 * The pages: plain HTML from the server. They may import hono's template, and nothing that answers requests.
 *
 * @module
 */
import { html, raw } from "hono/html";
import { randomValue } from "../random.ts";

export type Markup = ReturnType<typeof html>;

const STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--muted:#57606a;--back:#f4f5f7;--card:#fff;--edge:#d5dae0;--line:#8c959f;--accent:#0b57a4;--on:#fff;--soft:#eef4fb;--bad:#a40e26}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--muted:#9da7b3;--back:#12161c;--card:#1c2129;--edge:#363e49;--line:#6e7883;--accent:#7cb7ff;--on:#10151c;--soft:#212c3b;--bad:#ff9492}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
.banner{background:repeating-linear-gradient(135deg,#ffe08a 0 14px,#ffd45c 14px 28px);color:#332500;padding:.5rem 1rem;text-align:center;text-wrap:balance;font-size:.9rem;font-weight:600}
main{width:min(30rem,100% - 1.5rem);margin:clamp(.75rem,4vw,2rem) auto;padding:clamp(1.1rem,5vw,1.75rem);background:var(--card);border:1px solid var(--edge);border-radius:.75rem;box-shadow:0 1px 3px #0001,0 8px 24px #0001}
main>:last-child{margin-bottom:0}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .75rem}
p,ul,fieldset,label,dl{margin:0 0 1rem}
a{color:var(--accent)}
fieldset{min-width:0;border:0;padding:0}
legend{padding:0;margin-bottom:.4rem;font-weight:600}
.choice{display:grid;grid-template-columns:auto 1fr;align-items:baseline;gap:0 .7rem;margin:0;padding:.5rem .6rem;border:1px solid var(--edge);border-top-width:0;cursor:pointer}
legend+.choice{border-top-width:1px;border-radius:.5rem .5rem 0 0}
.choice:last-child{border-radius:0 0 .5rem .5rem}
legend+.choice:last-child{border-radius:.5rem}
.choice:hover,.choice:has(:checked){background:var(--soft)}
.choice small{grid-column:2;display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
input[type=radio]{accent-color:var(--accent)}
small,.muted{color:var(--muted)}
label.field{display:block;font-weight:600}
input[type=text],input[type=password]{display:block;width:100%;margin-top:.25rem;padding:.55rem .6rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.35rem}
input[type=text].code{letter-spacing:.3em;text-transform:uppercase;font:1.25rem ui-monospace,monospace}
ul.asked{list-style:none;padding:0;border:1px solid var(--edge);border-radius:.5rem}
.asked li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.5rem .75rem}
.asked li+li{border-top:1px solid var(--edge)}
.asked code{color:var(--muted);font-size:.85rem;line-height:1.5rem}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;margin:0}
button{font:inherit;font-weight:600;padding:.55rem 1.1rem;border-radius:.35rem;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer}
button.quiet{background:transparent;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.bad{border-left:4px solid var(--bad);padding-left:.75rem}
dt{font-weight:600}dd{margin:0 0 .6rem}dd small{display:block}
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
