/** Operations of the contract that are in no graph yet. Later issues empty this list. */
export const notYetBuilt: readonly string[] = ['api_oauth_v1_Attach', 'api_oauth_v1_Authenticate'];
