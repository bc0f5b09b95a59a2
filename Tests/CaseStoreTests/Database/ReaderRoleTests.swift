import CaseCore
import CaseDoor
import CaseReading
import Foundation
import Postgres
import StoreBase
import TestOffice
import Testing

/// With every check of the application left out, statements that are sent for a reader show no row of a case of others: the database has that
/// by itself.
@Suite("The role of readers") struct ReaderRoleTests {
  private static let westernClerk = Actor(subject: "w", organisation: "00000099000000000011", roles: ["clerk"])
  private static let westernReviewer = Actor(subject: "r", organisation: "00000099000000000012", roles: ["reviewer"])
  private static let readers = [
    Office.clerk, Office.reviewer, Office.adviser, Office.applicant, Office.worker, westernClerk, westernReviewer,
  ].map(\.organisation)

  /// Cases of two regions: of one the reviewer has left, one has an applicant who is told, one has a worker, one is destroyed.
  private static func cases(_ office: Office) async throws {
    for actor in [westernClerk, westernReviewer] {
      let (number, roles) = (actor.organisation, Array(actor.roles))
      try await office.tamper(
        "insert into organisation (number, name, region, roles) values (\(number), 'Test', 'west', \(roles))",
        "insert into recipient (organisation, queue) values (\(number), \("events.\(number)"))"
      )
    }
    let (left, destroyed) = try await (office.apply().alias, office.apply().alias)
    _ = try await office.give("dismiss", by: Office.clerk, to: .alias(try #require(left)))
    try await office.grant(destroyed)
    _ = try await office.destroy(destroyed)
    let told = try await office.apply(applicant: Office.applicant.organisation).alias
    try await office.assign(try #require(told), to: Office.worker)
    for _ in 0..<2 {
      let fields: [String: Input] = ["text": .string("text")]
      let target = Submission.Target.newCase(workflow: "permit")
      let answer = try await office.give("apply", by: westernClerk, to: target, fields: fields)
      #expect(answer.alias != nil)
    }
    try await office.tamper(
      "insert into case_name (case_id, hash) select id, sha256(convert_to(id::text, 'UTF8')) from case_file where snapshot is not null",
      "insert into case_reference (source_case, target) select id, sha256('other') from case_file where snapshot is not null"
    )
  }

  /// What statements without any condition show.
  private static func seen(
    _ what: Statement,
    by opening: Statement,
    in office: Office
  ) async throws -> Set<String> {
    try await office.pool.withConnection { connection in
      try connection.withOpening(opening) { connection in
        Set(try connection.query(what).map { try $0[0, as: String.self] })
      }
    }
  }

  /// The tables that name cases, with the column that does, and who may see rows of which case.
  private static let tables: [(column: String, table: String, shown: String)] = [
    ("id", "case_file", "present union select case_id::text from ever join destruction using (case_id)"),
    ("case_id", "journal", "present"), ("case_id", "keyring.case_key", "present"),
    ("case_id", "case_listing", "present"), ("case_id", "case_party", "ever"),
    ("case_id", "destruction", "ever join destruction using (case_id)"),
    ("case_id", "outbox", "outbox where organisation = $1"),
    ("case_id", "succession", "succession where organisation = $1"),
    ("source_case", "case_reference", "present join case_reference on source_case = case_id"),
    ("case_id", "case_name", "present join case_name using (case_id)"),
  ]

  @Test("sees the cases that the organisation takes part in, whatever is asked of which table") func rows() async throws
  {
    let (owner, service) = try await ServiceRoleTests.offices()
    try await Self.cases(service)
    var shown: [String: Set<String>] = [:]
    for reader in Self.readers {
      for (column, table, rows) in Self.tables {
        let ids: Statement = "select distinct \(unsafeRawSQL: column)::text from \(unsafeRawSQL: table)"
        let found = try await Self.seen(ids, by: ReaderRole.taken(for: reader), in: service)
        let expected: [String] = try await owner.list(
          """
          with present as (select case_id from case_listing where organisation = \(reader)),
            ever as (select case_id from case_party where organisation = \(reader))
          select distinct case_id::text from \(unsafeRawSQL: rows)
          """
        )
        #expect(found == Set(expected), "\(reader): \(table)")
        shown[table, default: []].formUnion(found)
        // Without its name, a reader is shown nothing at all.
        let nobody = try await Self.seen(ids, by: "select set_config('role', 'casusregie_reader', true)", in: service)
        #expect(nobody == [], "\(table)")
      }
    }
    // There was something to see, and to be kept from seeing, in each that the story fills.
    #expect(shown["case_file"]?.count == 5 && shown["journal"]?.count == 4 && shown["destruction"]?.count == 1)
    #expect(shown["case_name"]?.count == 4 && shown["case_reference"]?.count == 4)
  }

  @Test("sees nothing across regions, nor of a case that the organisation has left") func others() async throws {
    let (owner, service) = try await ServiceRoleTests.offices()
    try await Self.cases(service)
    let regions: Statement = "select distinct region from case_file"
    for (reader, region) in [(Office.clerk, "oost"), (Self.westernClerk, "west")] {
      let opening = ReaderRole.taken(for: reader.organisation)
      #expect(try await Self.seen(regions, by: opening, in: service) == [region])
      for table in ["case_party", "case_listing", "outbox", "recipient"] {
        let named = try await Self.seen("select organisation from \(unsafeRawSQL: table)", by: opening, in: service)
        #expect(named.isSubset(of: [reader.organisation]) && (table == "outbox" || !named.isEmpty), "\(table)")
      }
    }
    let reviewer = Office.reviewer.organisation
    let left: [String] = try await owner.list(
      """
      select p.case_id::text from case_party p join keyring.case_key using (case_id)
      where organisation = \(reviewer) and not exists (
        select from case_listing l where l.case_id = p.case_id and l.organisation = p.organisation)
      """
    )
    #expect(left.count == 1)
    for table in ["journal", "keyring.case_key"] {
      let ids: Statement = "select case_id::text from \(unsafeRawSQL: table)"
      let found = try await Self.seen(ids, by: ReaderRole.taken(for: reviewer), in: service)
      #expect(!found.isEmpty && found.isDisjoint(with: left), "\(table)")
    }
  }

  @Test("writes nothing, and has no right to what it does not read") func rights() async throws {
    let (_, service) = try await ServiceRoleTests.offices()
    let refused: [Statement] = [
      "delete from case_file", "update case_file set state = ''", "select at from timer", "select id from receipt",
      "select account from acknowledgement", "select content from calendar_feed",
      "insert into case_party select * from case_party", "select number from administration_journal",
    ]
    for statement in refused {
      let error = try await service.pool.withConnection { connection in
        #expect(throws: PostgresError.self, "\(statement)") {
          try connection.withOpening(ReaderRole.taken(for: Office.clerk.organisation)) { try $0.query(statement) }
        }
      }
      #expect(error?.sqlState == "42501", "\(statement)")
    }
  }

  /// A table that is added has to be given its place.
  @Test("every table that a reader can read has its rows guarded, or is named in docs/privacy.md as of no case")
  func guarded() async throws {
    let office = try await Office()
    let own = "relkind = 'r' and nspname in ('public', 'keyring') and relname <> 'local_clock'"
    func names(_ condition: String) async throws -> Set<String> {
      Set(
        try await office.list(
          """
          select case nspname when 'public' then '' else nspname || '.' end || relname
          from pg_class c join pg_namespace n on n.oid = relnamespace
          where \(unsafeRawSQL: own) and \(unsafeRawSQL: condition)
          """,
          as: String.self
        )
      )
    }
    let readable = try await names("has_table_privilege('casusregie_reader', c.oid, 'select')")
    let guarded = try await names(
      "relrowsecurity and exists (select from pg_policy where polrelid = c.oid and polname = 'reader' and polcmd = 'r')"
    )
    let page = try PrivacyPage()
    #expect(guarded == page.shown.filter { !$0.value.hasPrefix("all") }.map(\.key).reduce(into: []) { $0.insert($1) })
    #expect(readable.subtracting(guarded) == Set(page.shown.filter { $0.value.hasPrefix("all") }.keys))
    // Rows about a case are guarded also where no reader comes: a right that is given later shows nothing by itself.
    let ofCases = try await names(
      "exists (select from pg_attribute where attrelid = c.oid and attname = 'case_id' and not attisdropped)"
    )
    let secured = try await names("relrowsecurity")
    #expect(ofCases.count > 6 && ofCases.isSubset(of: secured))
    #expect(
      try await names("has_table_privilege('casusregie_reader', c.oid, 'insert, update, delete, truncate')") == []
    )
  }
}
