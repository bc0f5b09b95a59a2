import CaseCore
import Foundation
import Postgres

/// Fills the database that pgbench works on: as many cases as the other has, with rows of the same sizes. Their ids follow
/// from their numbers, for all that pgbench can make up by itself is a number; they lie as scattered as random ones.
///
/// It writes the service's tables by SQL, which nothing but the store otherwise may: what it writes means nothing.
struct PgbenchFilling {
  let store: CommandStore
  let sizes: RowSizes

  func fill(_ cases: Int) async throws {
    let clerk = BenchmarkWorkflow.clerk.organisation
    let partner = BenchmarkWorkflow.partner.number
    let (key, version, region) = (BenchmarkWorkflow.key, BenchmarkWorkflow.version, BenchmarkWorkflow.region)
    let (state, deadline, ground) = (BenchmarkWorkflow.state, BenchmarkWorkflow.deadline, BenchmarkWorkflow.ground)
    let hash = Self.bytes(32)
    let statements: [Statement] = [
      """
      insert into case_file
        (id, workflow, version, region, state, revision, head, seal, snapshot, opened_at, changed_at)
      select md5('case' || n)::uuid, \(key), \(version), \(region), \(state), 1, \(hash), \(hash),
        \(Self.bytes(sizes.snapshot)), now(), now()
      from generate_series(1, \(cases)::bigint) n
      """,
      """
      insert into keyring.case_key (case_id, wrapped_by, wrapped)
      select md5('case' || n)::uuid, 'bench', \(Self.bytes(sizes.wrappedKey)) from generate_series(1, \(cases)::bigint) n
      """,
      """
      insert into case_party (organisation, alias, case_id)
      select organisation, md5(case organisation when \(clerk) then 'alias' else 'other' end || n)::uuid,
        md5('case' || n)::uuid
      from generate_series(1, \(cases)::bigint) n, unnest(\([clerk, partner])) as organisation
      """,
      """
      insert into journal (case_id, revision, recorded_at, kind, name, organisation, role, ground, from_state, to_state,
        audience, content, previous, hash)
      select md5('case' || n)::uuid, 1, now(), 'command', 'open', \(clerk), 'clerk', \(ground), '', \(state),
        \(["clerk", "partner"]), \(Self.bytes(sizes.openingContent)), \(hash), \(hash)
      from generate_series(1, \(cases)::bigint) n
      """,
      """
      insert into outbox (organisation, case_id, revision, subject, event, ground, recorded_at)
      select organisation, md5('case' || n)::uuid, 1, md5('subject' || n)::uuid, 'aangemaakt', \(ground), now()
      from generate_series(1, \(cases)::bigint) n, unnest(\([clerk, partner])) as organisation
      """,
      """
      insert into timer (case_id, deadline, generation, number, at)
      select md5('case' || n)::uuid, \(deadline), 1, 0, now() + interval '10 days'
      from generate_series(1, \(cases)::bigint) n
      """,
      """
      insert into receipt (id, digest, answer, recorded_at)
      select sha256(('opening' || n)::bytea), \(hash), \(Self.bytes(sizes.answer)), now()
      from generate_series(1, \(cases)::bigint) n
      """,
    ]
    for statement in statements { _ = try await store.run(statement) }
  }

  private static func bytes(_ count: Int) -> Data { Data((0..<count).map { _ in UInt8.random(in: 0...255) }) }
}
