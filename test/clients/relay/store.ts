/** Relay over the gateway without React: its network, and the functions of its hooks. */
import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type GraphQLResponse,
  type GraphQLTaggedNode,
  getRequest,
  type MutationParameters,
  Network,
  type OperationType,
  RecordSource,
  type RequestParameters,
  Store,
  type Variables,
} from 'relay-runtime';
import { present } from '../harness.ts';

/** Relay's store, and a network that sends the compiled documents. */
export function createEnvironment(endpoint: string, token: string): Environment {
  const send = async ({ text, name }: RequestParameters, variables: Variables): Promise<GraphQLResponse> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: text, operationName: name, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  };
  return new Environment({ network: Network.create(send), store: new Store(new RecordSource()) });
}

/** Sends a query, retains the result for the lifetime of the store, and returns the fields that the query selects. */
export async function load<Operation extends OperationType>(
  environment: Environment,
  query: GraphQLTaggedNode,
  variables: Operation['variables'],
): Promise<Operation['response']> {
  environment.retain(createOperationDescriptor(getRequest(query), variables));
  const loaded = fetchQuery<Operation>(environment, query, variables, { fetchPolicy: 'network-only' });
  return present(await loaded.toPromise(), 'a response');
}

/** Sends a mutation, and returns its response when the store has it. */
export const change = <Operation extends MutationParameters>(
  environment: Environment,
  mutation: GraphQLTaggedNode,
  variables: Operation['variables'],
): Promise<Operation['response']> =>
  new Promise((resolve, reject) => {
    commitMutation<Operation>(environment, { mutation, variables, onCompleted: resolve, onError: reject });
  });
