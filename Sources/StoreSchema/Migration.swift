import Crypto
import Foundation

/// One step in the making of the database. A step that was carried out anywhere never changes again: its checksum is
/// kept in the database and compared at every start.
public struct Migration: Sendable {
  public let version: Int
  public let name: String
  public let sql: String
  /// The oldest program that may still start on the schema after this step, by the schema that it was made for; `nil`
  /// when none of before may. Kept with the step in the database, where an older program reads it.
  package let compatibleFrom: Int?

  init(version: Int, name: String, compatibleFrom: Int? = nil, bytes: [UInt8]) {
    self.version = version
    self.name = name
    self.compatibleFrom = compatibleFrom
    sql = String(decoding: bytes, as: UTF8.self)
  }

  /// As it is reported: `V8 deadline settings`.
  var title: String { "V\(version) \(name)" }

  var checksum: Data { Data(SHA256.hash(data: Data(sql.utf8))) }

  /// All steps, in order. The files are part of the program, so a program and its database cannot get apart.
  package static let all = [
    Migration(
      version: 1,
      name: "workflows and organisations",
      bytes: PackageResources.V0001_workflows_and_organisations_sql
    ),
    Migration(version: 2, name: "cases and journal", bytes: PackageResources.V0002_cases_and_journal_sql),
    Migration(version: 3, name: "outbox and timers", bytes: PackageResources.V0003_outbox_and_timers_sql),
    Migration(version: 4, name: "service role", bytes: PackageResources.V0004_service_role_sql),
    Migration(version: 5, name: "receipt statistics", bytes: PackageResources.V0005_receipt_statistics_sql),
    Migration(version: 6, name: "stuck timers", bytes: PackageResources.V0006_stuck_timers_sql),
    Migration(version: 7, name: "moves to another version", bytes: PackageResources.V0007_version_moves_sql),
    Migration(version: 8, name: "deadline settings", bytes: PackageResources.V0008_deadline_settings_sql),
    Migration(version: 9, name: "claims and alarms", bytes: PackageResources.V0009_claims_and_alarms_sql),
    Migration(version: 10, name: "broker alarm", bytes: PackageResources.V0010_broker_alarm_sql),
    sealedSettings,
    Migration(
      version: 12,
      name: "destructions and the journal of the directory",
      bytes: PackageResources.V0012_destructions_and_directory_journal_sql
    ),
    Migration(version: 13, name: "calendars", bytes: PackageResources.V0013_calendars_sql),
    Migration(version: 14, name: "updates in place", bytes: PackageResources.V0014_updates_in_place_sql),
    Migration(
      version: 15,
      name: "cases written by one statement",
      bytes: PackageResources.V0015_cases_written_by_one_statement_sql
    ),
    Migration(
      version: 16,
      name: "told and settled rows end",
      bytes: PackageResources.V0016_told_and_settled_rows_end_sql
    ),
    Migration(
      version: 17,
      name: "cases listed from plain columns",
      bytes: PackageResources.V0017_cases_listed_from_plain_columns_sql
    ),
    Migration(version: 18, name: "names", bytes: PackageResources.V0018_names_sql),
    Migration(
      version: 19,
      name: "partners learn nothing of others",
      bytes: PackageResources.V0019_partners_learn_nothing_of_others_sql
    ),
    Migration(version: 20, name: "commands over queues", bytes: PackageResources.V0020_commands_over_queues_sql),
    Migration(
      version: 21,
      name: "answers to questions end",
      bytes: PackageResources.V0021_answers_to_questions_end_sql
    ),
    Migration(version: 22, name: "standings", bytes: PackageResources.V0022_standings_sql),
    Migration(
      version: 23,
      name: "partners are administered",
      bytes: PackageResources.V0023_partners_are_administered_sql
    ),
    Migration(
      version: 24,
      name: "when events were confirmed",
      bytes: PackageResources.V0024_when_events_were_confirmed_sql
    ),
    Migration(
      version: 25,
      name: "commands written together",
      bytes: PackageResources.V0025_commands_written_together_sql
    ),
    Migration(version: 26, name: "when partners read", bytes: PackageResources.V0026_when_partners_read_sql),
    Migration(
      version: 27,
      name: "acknowledgements and receipts",
      bytes: PackageResources.V0027_acknowledgements_and_receipts_sql
    ),
    Migration(
      version: 28,
      name: "four eyes for partners",
      bytes: PackageResources.V0028_four_eyes_for_partners_sql
    ),
    Migration(
      version: 30,
      name: "acknowledgements are ended and held against events",
      bytes: PackageResources.V0030_acknowledgements_are_ended_and_held_against_events_sql
    ),
    Migration(version: 31, name: "mergers", bytes: PackageResources.V0031_mergers_sql),
    Migration(
      version: 32,
      name: "dead letters are on record",
      bytes: PackageResources.V0032_dead_letters_are_on_record_sql
    ),
    Migration(version: 33, name: "trace link", bytes: PackageResources.V0033_trace_link_sql),
    Migration(
      version: 34,
      name: "readers see their own cases",
      bytes: PackageResources.V0034_readers_see_their_own_cases_sql
    ),
    sealedVersions,
    Migration(
      version: 36,
      name: "since when a case is in its phase",
      compatibleFrom: 35,
      bytes: PackageResources.V0036_since_when_a_case_is_in_its_phase_sql
    ),
    Migration(
      version: 37,
      name: "retries are on record",
      compatibleFrom: 35,
      bytes: PackageResources.V0037_retries_are_on_record_sql
    ),
    Migration(
      version: 38,
      name: "cases refer to cases and have names",
      compatibleFrom: 35,
      bytes: PackageResources.V0038_cases_refer_to_cases_and_have_names_sql
    ),
    Migration(
      version: 39,
      name: "identity marks",
      compatibleFrom: 35,
      bytes: PackageResources.V0039_identity_marks_sql
    ),
    Migration(
      version: 40,
      name: "mandates and conditions",
      compatibleFrom: 35,
      bytes: PackageResources.V0040_mandates_and_conditions_sql
    ),
  ]

  /// What there is in a database after all steps, as ``SchemaCheck`` names it. `MigratorTests` writes the file anew.
  static let parts = String(decoding: PackageResources.parts_txt, as: UTF8.self).split(separator: "\n").map(String.init)

  /// From here on the journal of settings is sealed.
  static let sealedSettings = Migration(
    version: 11,
    name: "sealed settings",
    bytes: PackageResources.V0011_sealed_settings_sql
  )

  /// From here on each published version of a workflow has a sealed entry in the journal of the directory.
  static let sealedVersions = Migration(
    version: 35,
    name: "workflow versions are sealed",
    bytes: PackageResources.V0035_workflow_versions_are_sealed_sql
  )
}
