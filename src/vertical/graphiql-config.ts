/** Somebody the page can act as, with a token that is good right now. */
export interface GraphiqlCredential {
  /** Short name that a tab asks for: `member`, `admin`, `server`. */
  name: string;
  /** What the select shows, such as "Admin · Ada Lovelace". */
  label: string;
  /** What is sent as `Authorization: Bearer ...`. */
  token: string;
}

/** A document that the page opens with. */
export interface GraphiqlTab {
  /** Name of the operation, which is also the title of the tab. */
  operationName: string;
  query: string;
  /** Variables as the JSON text the editor shows; empty if the operation takes none. */
  variables: string;
  /** Whom the document is written for: the name of a credential, or `visitor`. */
  credential: string;
}

/** An operation of Stytch's REST API with a document that calls it, as the search of the page finds and opens it. */
export interface OperationDocument {
  /** Stytch's operation id. */
  id: string;
  /** In upper case. */
  method: string;
  /** The path template, such as `/v1/b2b/organizations/{organization_id}`. */
  path: string;
  /** The field that calls it: `Query.organization`. */
  field: string;
  document: string;
  /** JSON text; empty if the document takes none. */
  variables: string;
  /** Whom the document is written for: the name of a credential, or `visitor`. */
  caller: string;
}

/** What the page asks the gateway for when it opens, and again when its tokens have aged. */
export interface GraphiqlConfig {
  /** Where GraphQL requests go, relative to the page's address. */
  endpoint: string;
  /** Shown beside the title, such as "sandbox"; also keeps the edits made for one project apart from another's. */
  project: string;
  tabs: GraphiqlTab[];
  /** Kind of project, whose operations the search finds. */
  vertical: 'b2b' | 'consumer';
  /** Whether the gateway reads session cookies, so that requests can be sent with those of the browser. */
  cookies: boolean;
  /** Ready-made callers, in the sandbox only; empty where people bring their own tokens. */
  credentials: GraphiqlCredential[];
}
