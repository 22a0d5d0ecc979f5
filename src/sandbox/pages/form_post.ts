import { html } from "hono/html";
import { page } from "./layout.ts";

/** OAuth 2.0 Form Post Response Mode: a page that posts the fields on; by its button where scripts are off. */
export function formPostPage(
  redirectUri: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return page({
    title: "Continue to the application",
    formTargets: [redirectUri],
    script: "document.forms[0].submit()",
    body: html`<h1>Continue to the application</h1>
<p>The sandbox sends you back to <code>${redirectUri}</code>.</p>
<form method="post" action="${redirectUri}">
${
      Object.entries(fields).map(([name, value]) =>
        html`
          <input type="hidden" name="${name}" value="${value}">
        `
      )
    }<p class="actions"><button type="submit">Continue</button></p>
</form>`,
  });
}
