import Foundation
import StoreSchema
import Testing

/// Instances of two releases run side by side on one database while they are replaced: the schema is already that of the newer one.
/// So a step adds, and takes nothing away that the former release uses; what is no longer used goes one release later.
@Suite("Migrations only expand") struct MigrationTextTests {
  /// The upgrade to 0.2.0 is not gradual: its steps had to change the form of what is stored. From the step after this one on all are
  /// held to the rule.
  private static let lastThatWasNotGradual = 30

  /// Each begins a statement, with why the former release does not notice.
  private static let allowed: [(version: Int, statement: String, reason: String)] = [
    (
      31, "create trigger former_stays_out",
      "refuses rows of an organisation that was merged; the former release merges none"
    ),
    (31, "alter table journal drop constraint journal_kind_check", "made anew in the same step with one kind more"),
    (31, "alter table journal add constraint journal_kind_check", "takes all that it took before"),
    (34, "do $$", "makes a role for reading, and gives it to the service's and the right to the clock of trials"),
    (
      37, "alter table dead_letter_journal drop constraint dead_letter_journal_kind_check",
      "made anew in the same step with one kind more"
    ),
    (
      37, "alter table dead_letter_journal add constraint dead_letter_journal_kind_check",
      "takes all that it took before"
    ),
    (
      37, "alter table dead_letter_journal drop constraint dead_letter_journal_check",
      "made anew in the same step with one kind more"
    ),
    (37, "alter table dead_letter_journal add constraint dead_letter_journal_check", "takes all that it took before"),
    (
      38, "create trigger names_and_references_go_with_the_key",
      "removes rows of tables that the former release does not have"
    ),
    (38, "alter table journal drop constraint journal_kind_check", "made anew in the same step with two kinds more"),
    (38, "alter table journal add constraint journal_kind_check", "takes all that it took before"),
    (38, "alter table journal drop constraint journal_check1", "made anew in the same step, for the new kind"),
    (38, "alter table journal add constraint journal_check1", "takes all that it took before"),
    (39, "create trigger marks_go_with_the_key", "removes rows of tables that the former release does not have"),
    (
      40, "alter table directory_journal drop constraint directory_journal_kind_check",
      "made anew in the same step with two kinds more"
    ),
    (40, "alter table directory_journal add constraint directory_journal_kind_check", "takes all that it took before"),
  ]

  private static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/StoreSchema/SQL")
  }

  @Test("no step takes anything away from the release before it, unless it says why nobody notices") func expand()
    throws
  {
    let steps = try MigrationText.all(in: Self.folder)
    #expect(steps.count > 30)
    var used = Set<String>()
    for step in steps where step.version > Self.lastThatWasNotGradual {
      for statement in step.contracting {
        let reason = Self.allowed.first { $0.version == step.version && statement.hasPrefix($0.statement) }
        #expect(reason != nil, "V\(step.version): «\(statement)»: see «What is stored» in CONTRIBUTING.md")
        if let reason { used.insert(reason.statement) }
      }
    }
    #expect(used == Set(Self.allowed.map(\.statement)), "what is allowed and not there any more goes from the list")
  }

  /// From here on each step says which programs may start on its schema: an instance that dies while the others are replaced comes back.
  private static let firstThatSays = 36

  /// Steps on which no program of before may start, though they only add, with the reason.
  private static let startsAnew: [Int: String] = [:]

  @Test("a step says from which program on one may start on it, unless it says why none may") func compatible() throws {
    let texts = try MigrationText.all(in: Self.folder)
    for step in Migration.all where step.version >= Self.firstThatSays {
      guard let oldest = step.compatibleFrom else {
        #expect(Self.startsAnew[step.version] != nil, "V\(step.version): «compatibleFrom»: see CONTRIBUTING.md")
        continue
      }
      // A program of before the marks reads none.
      #expect((Self.firstThatSays - 1..<step.version).contains(oldest), "V\(step.version)")
      let unexplained = texts.filter { $0.version == step.version }.flatMap(\.contracting).filter { statement in
        !Self.allowed.contains { $0.version == step.version && statement.hasPrefix($0.statement) }
      }
      #expect(unexplained == [], "V\(step.version) takes away what an older program uses")
    }
    #expect(Set(Self.startsAnew.keys).isSubset(of: Migration.all.map(\.version)))
  }

  /// What it has to find, in steps of before that are known not to be gradual.
  @Test("the steps that renamed and dropped are found", arguments: [18: 15, 19: 2, 27: 4]) func control(
    version: Int,
    count: Int
  ) throws {
    let step = try #require(try MigrationText.all(in: Self.folder).first { $0.version == version })
    #expect(step.contracting.count >= count, "\(step.contracting)")
  }

  @Test(
    "each way to take something away is found",
    arguments: [
      "drop table timer", "drop function write_cases", "alter table outbox drop traceparent",
      "ALTER TABLE outbox\n  DROP COLUMN traceparent", "alter table journal rename rung to timer",
      "alter table timer alter column number type bigint", "alter table timer alter number set not null",
      "alter table timer add constraint c check (number > 0)", "create unique index u on timer (number)",
      "alter table timer add kind text not null", "truncate timer", "update timer set number = 1",
      "revoke select on timer from casusregie_service", "do $$ begin execute 'drop table timer'; end $$",
      "create trigger kept before delete on timer for each row execute function keep()",
    ]
  )
  func contracting(sql: String) {
    #expect(MigrationText(99, "-- why\n\(sql);\n").contracting.count == 1)
  }

  @Test(
    "what only adds is none",
    arguments: [
      "create table other (id uuid primary key, kind text not null check (kind in ('a')))",
      "create table other (id uuid); create unique index u on other (id); alter table other add check (id is not null)",
      "create table other (id uuid); create trigger t after insert on other for each row execute function f()",
      "alter table timer add kind text", "alter table timer add kind text not null default 'a'",
      "create index i on timer (number)", "grant select on timer to casusregie_service",
      "create or replace function f() returns void language sql as $$ delete from timer; drop table x; $$",
      "-- drop table timer\ncreate index i on timer (number)",
    ]
  )
  func expanding(sql: String) {
    #expect(MigrationText(99, "\(sql);\n").contracting == [])
  }
}
