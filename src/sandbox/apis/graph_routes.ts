// The routes of the Graph-like API. `(appId='…')` is one segment of a path, so its text is read here.
import type { App, AppContext, Routing } from "../app.ts";
import {
  addPassword,
  listApplications,
  type ObjectKey,
  readApplication,
  readServicePrincipal,
} from "./applications.ts";
import { me } from "./graph.ts";

function requestOf(context: AppContext) {
  return {
    authorization: context.req.header("authorization"),
    trace: context.get("trace"),
    url: new URL(context.req.url),
  };
}

function keyOf(context: AppContext): ObjectKey {
  const id = context.req.param("id");
  return id === undefined ? { appId: appIdOf(context) } : { id };
}

function appIdOf(context: AppContext): string {
  const [, appId = ""] = /\(appId='([^']*)'\)/i.exec(
    decodeURIComponent(new URL(context.req.url).pathname),
  ) ?? [];
  return appId;
}

export function graphRoutes(app: App, { authority, scripted }: Routing): void {
  app.get(
    "/v1.0/me",
    scripted("me", (context) => me(authority, requestOf(context))),
  );
  app.get(
    "/v1.0/applications",
    scripted("applications", (context) => {
      const request = requestOf(context);
      const consistencyLevel = context.req.header("consistencylevel");
      const query = { url: request.url, consistencyLevel };
      return listApplications(authority, { ...request, query });
    }),
  );
  objectRoutes(app, { authority, scripted });
  app.get(
    "/v1.0/:principal{servicePrincipals\\(.+\\)}",
    scripted(
      "service_principals",
      (context) =>
        readServicePrincipal(authority, {
          ...requestOf(context),
          appId: appIdOf(context),
        }),
    ),
  );
}

function objectRoutes(app: App, { authority, scripted }: Routing): void {
  const objects = [
    "/v1.0/applications/:id",
    "/v1.0/:application{applications\\(.+\\)}",
  ];
  for (const object of objects) {
    app.get(
      object,
      scripted("applications", (context) =>
        readApplication(authority, {
          ...requestOf(context),
          key: keyOf(context),
        })),
    );
    app.post(
      `${object}/addPassword`,
      scripted("add_password", (context) =>
        addPassword(authority, {
          ...requestOf(context),
          key: keyOf(context),
          body: context.get("body"),
        })),
    );
  }
}
