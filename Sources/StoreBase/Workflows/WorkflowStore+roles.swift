import Postgres

/// Where an organisation takes part, by the roles in which it does.
extension WorkflowStore {
  /// How many cases of one version are in one state of which somebody in the role may read something.
  public struct RoleCount: Sendable, Hashable {
    public var workflow: String
    public var version: String
    public var state: String
    /// `nil` for cases of which lists do not know yet who sees what.
    public var role: String?
    public var count: Int
  }

  /// Of an organisation. A case counts once for each of its roles there; of a part in a child it is the role in which people act for it.
  /// Cases whose content was destroyed do not count.
  package func roles(of organisation: String) async throws(StoreError) -> [RoleCount] {
    try await pool.store { connection in
      try connection.query(
        """
        select workflow, version, state, held.role, count(distinct case_id)
        from case_listing join case_file on case_file.id = case_listing.case_id
        left join lateral unnest(case_listing.roles) as held(role) on true
        where organisation = \(organisation) and snapshot is not null
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        """
      ).map { row in
        RoleCount(
          workflow: try row[0],
          version: try row[1],
          state: try row[2],
          role: try row[3, as: String?.self],
          count: try row[4]
        )
      }
    }
  }
}
