function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function page(title: string, body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${
    escaped(title)
  }</title></head><body><h1>${escaped(title)}</h1>${body}</body></html>`;
}

/** Asks who signs in. */
export function signInPage(
  action: string,
  { hint = "", message = "" }: {
    readonly hint?: string | undefined;
    readonly message?: string;
  } = {},
): string {
  return page(
    "Sign in",
    `<p role="alert">${escaped(message)}</p><form method="post" action="${
      escaped(action)
    }"><input name="username" value="${
      escaped(hint)
    }"><input type="password" name="password"><button name="action" value="sign_in">Sign in</button><button name="action" value="cancel">Cancel</button></form>`,
  );
}

/** OAuth 2.0 Form Post Response Mode. */
export function formPostPage(
  action: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  const inputs = Object.entries(fields).map(([name, value]) =>
    `<input type="hidden" name="${escaped(name)}" value="${
      escaped(String(value))
    }">`
  );
  return page(
    "Continue",
    `<form method="post" action="${escaped(action)}">${
      inputs.join("")
    }<button>Continue</button></form><script>document.forms[0].submit()</script>`,
  );
}

/** What goes wrong before it is known where to go back to. */
export function errorPage(members: Readonly<Record<string, unknown>>): string {
  return page(
    "Sorry, but we are having trouble signing you in",
    `<pre>${escaped(String(members.error_description))}</pre><p>${
      escaped(String(members._oidc_provider))
    }</p>`,
  );
}

/** A form of the engine's, whose button it leaves to the page. */
export function enginePage(title: string, form: string): string {
  return page(
    title,
    form.replace("</form>", "<button>Continue</button></form>"),
  );
}
