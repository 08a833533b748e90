export default function Page() {
  return <a href="/api/auth/graphql">GraphiQL</a>;
}
