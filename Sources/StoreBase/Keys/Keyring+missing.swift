import Foundation
public import Postgres

extension Keyring {
  /// The names of the keys that wrap keys of cases and that it does not have.
  public func missingKeys(in pool: PostgresPool) async throws(StoreError) -> [String] {
    let used = try await pool.store { connection in
      try connection.query(Self.used.bind()).map { try $0[0, as: String.self] }
    }
    return used.filter { !has($0) }
  }

  /// - Throws: ``StoreError/keysOther(_:)`` or ``StoreError/secretOther`` when it is the keyring of another installation, or was made again.
  ///   An instance that went on would write what nobody else could read, and call all that is there damaged.
  public func requireOwn(in pool: PostgresPool) async throws(StoreError) {
    let others = try await otherKeys(in: pool)
    guard others.isEmpty else { throw .keysOther(others) }
    let isOther = try await pool.store { connection in
      try DirectoryJournal(keyring: self).isSealedByAnother(on: connection)
    }
    guard !isOther else { throw .secretOther }
  }

  /// The names of keys that it has, and that are others than those of that name by which cases are wrapped: of a few keys of cases none opens, where
  /// damage would be of one.
  func otherKeys(in pool: PostgresPool) async throws(StoreError) -> [String] {
    let names = wrapping.keys.sorted()
    let some = try await pool.store { connection in
      try names.map { name in
        try connection.query(Self.some.bind(name)).map {
          (id: try $0[0, as: UUID.self], wrapped: try $0[1, as: Data.self])
        }
      }
    }
    return zip(names, some).filter { name, keys in
      !keys.isEmpty && !keys.contains { opens($0.wrapped, of: $0.id, by: name) }
    }.map(\.0)
  }

  private func opens(_ wrapped: Data, of caseID: UUID, by name: String) -> Bool {
    // Why it does not open is the same for every key that is another.
    (try? CaseCipher(caseID, wrapped: wrapped, by: name, keyring: self)) != nil
  }

  private static let some = PreparedQuery("select case_id, wrapped from keyring.case_key where wrapped_by = $1 limit 3")

  /// Goes from one name to the next along the index: there are few, of very many keys.
  private static let used = PreparedQuery(
    """
    with recursive used as (
      (select wrapped_by from keyring.case_key order by wrapped_by limit 1)
      union all
      select (select wrapped_by from keyring.case_key where wrapped_by > used.wrapped_by order by wrapped_by limit 1)
      from used where wrapped_by is not null
    )
    select wrapped_by from used where wrapped_by is not null
    """
  )
}
