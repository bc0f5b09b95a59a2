import Postgres

/// Another broker user beside the one that an organisation has: with its own password, and the same rights.
extension OrganisationStore {
  /// The organisation has this user from now on; the one of before goes on working.
  /// - Returns: whether it was so recorded: not when it has two already, or takes no part.
  package func rotate(_ organisation: String, to user: String) async throws(StoreError) -> Bool {
    try await pool.store { connection in
      try connection.query(
        """
        update recipient
        set former_username = coalesce(username, \(PartnerNames.user(of: organisation))), username = \(user),
          rotated_at = clock_timestamp()
        where organisation = \(organisation) and former_username is null
          and exists (select from organisation where number = \(organisation) and removed_at is null)
        """
      ).affected == 1
    }
  }

  /// The organisation has the user of before again, and that one alone.
  package func abandonRotation(of organisation: String) async throws(StoreError) {
    try await pool.store { connection in
      _ = try connection.query(
        """
        update recipient set username = former_username, former_username = null, rotated_at = null
        where organisation = \(organisation) and former_username is not null
        """
      )
    }
  }

  /// The user of before is there no more.
  package func forgetFormerUser(of organisation: String) async throws(StoreError) {
    try await pool.store { connection in
      _ = try connection.query(
        "update recipient set former_username = null, rotated_at = null where organisation = \(organisation)"
      )
    }
  }
}
