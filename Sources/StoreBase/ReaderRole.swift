package import Postgres

/// The role as which the database is read for somebody: `casusregie_reader` of the schema.
package enum ReaderRole {
  /// Takes the role on for an organisation until the transaction ends. The name of the role and the setting are those of the policies in the
  /// schema.
  package static func taken(for organisation: String) -> Statement { take.bind(organisation) }

  private static let take = PreparedQuery(
    "select set_config('role', 'casusregie_reader', true), set_config('casusregie.organisation', $1, true)"
  )
}
