import { html } from "hono/html";
import type { Authority } from "../authority.ts";
import { page } from "./layout.ts";

/** What the sandbox holds, for whoever opens its origin in a browser. */
export function homePage({ directory, origin }: Authority): Promise<Response> {
  const { tenants, users, clients } = directory.world;
  return page({
    title: "Home",
    body: html`<h1>Entrada sandbox</h1>
<p>A practice authority at <code>${origin}</code>. It issues tokens that no real service accepts.</p>
<p><a href="/devicelogin">Enter a device code</a></p>
<dl>
<dt>Tenants</dt>${
      tenants.map(({ domain, id }) =>
        html`<dd>${domain} <small>${id}</small></dd>`
      )
    }
<dt>Users</dt>${
      users.map(({ username, password }) =>
        html`<dd>${username} <small>password ${password}</small></dd>`
      )
    }
<dt>Applications</dt>${
      clients.map(({ name, client_id, type }) =>
        html`<dd>${name} <small>${client_id}, ${type}</small></dd>`
      )
    }
</dl>`,
  });
}
