/** A caller that GraphiQL offers, with a currently valid token. */
export interface GraphiqlCredential {
  /** Short name that tabs refer to: `member`, `admin`, `server`. */
  name: string;
  /** Label in the list of callers, such as "Admin · Ada Lovelace". */
  label: string;
  /** Bearer token for the `Authorization` header. */
  token: string;
}

/** A tab that GraphiQL opens with. */
export interface GraphiqlTab {
  /** Operation name, also the title of the tab. */
  operationName: string;
  query: string;
  /** Variables as JSON text; empty if the operation takes none. */
  variables: string;
  /** The intended caller: the name of a credential, or `visitor`. */
  credential: string;
}

/** A REST operation of Stytch with a document that calls it, for the operation search of GraphiQL. */
export interface OperationDocument {
  /** Stytch's operation id. */
  id: string;
  /** HTTP method in upper case. */
  method: string;
  /** The path template, such as `/v1/b2b/organizations/{organization_id}`. */
  path: string;
  /** Coordinate of the field that calls it: `Query.organization`. */
  field: string;
  document: string;
  /** JSON text; empty if the document takes none. */
  variables: string;
  /** The intended caller: the name of a credential, or `visitor`. */
  caller: string;
}

/** Configuration that GraphiQL fetches when it opens, and again when its tokens are old. */
export interface GraphiqlConfig {
  /** GraphQL endpoint, relative to the URL of the page. */
  endpoint: string;
  /** Shown beside the title, such as "sandbox"; also the storage key that separates the edits of projects. */
  project: string;
  tabs: GraphiqlTab[];
  /** Kind of project, which selects the operations of the search. */
  vertical: 'b2b' | 'consumer';
  /** Whether the gateway reads session cookies, so that requests can use those of the browser. */
  cookies: boolean;
  /** Ready-made callers of the sandbox; empty for a project, where people enter their own tokens. */
  credentials: GraphiqlCredential[];
}
