import LocalServices

/// A database of one test, on the shared PostgreSQL.
package struct FreshDatabase: Sendable {
  package let name: String
  /// For libpq, as the superuser.
  package let connectionString: String
}

extension TestServices {
  /// An empty database.
  package static func freshDatabase() async throws -> FreshDatabase {
    try await Databases.shared.clone("template0")
  }

  /// A copy of the database `template`, which `prepare` fills the first time this process asks for it. It must leave no
  /// connection open: a database somebody uses cannot be copied. A copy takes some 30 ms.
  package static func freshDatabase(
    template: String,
    prepare: @escaping @Sendable (FreshDatabase) async throws -> Void
  ) async throws -> FreshDatabase {
    try await Databases.shared.prepare(template, with: prepare)
    return try await Databases.shared.clone(template)
  }
}

/// The databases of the shared PostgreSQL.
private actor Databases {
  static let shared = Databases()
  private var templates: [String: Task<Void, any Error>] = [:]
  private var count = 0

  /// All who ask for a template wait for the one preparation.
  func prepare(_ template: String, with fill: @escaping @Sendable (FreshDatabase) async throws -> Void) async throws {
    let preparation =
      templates[template]
      ?? Task {
        try await fill(create(template, from: "template0"))
      }
    templates[template] = preparation
    try await preparation.value
  }

  func clone(_ template: String) async throws -> FreshDatabase {
    count += 1
    return try await create("test_\(count)", from: template)
  }

  private func create(_ name: String, from template: String) async throws -> FreshDatabase {
    let postgres = try await TestServices.postgres()
    try await postgres.psql(#"CREATE DATABASE "\#(name)" TEMPLATE "\#(template)" STRATEGY file_copy"#)
    return FreshDatabase(name: name, connectionString: postgres.connectionString(database: name))
  }
}
