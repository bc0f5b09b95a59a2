import Development
import StrictJSON

/// What the tables tell of deadlines, after the clock jumped.
extension Evidence {
  mutating func checkDeadlines() async throws {
    // By case, number and moment: a deadline that began anew has other moments, or the same ones once more.
    let findings = DeadlineFindings(
      fired: try await counts(
        "select concat_ws(' ', case_id, number, at), count(*) from timer where outcome = 'fired' group by 1"
      ),
      written: try await counts(
        "select concat_ws(' ', case_id, timer, due_at), count(*) from journal where kind = 'deadline' group by 1"
      ),
      early: try await cases("journal where kind = 'deadline' and recorded_at < due_at"),
      // An instance looks every two seconds.
      overdue: try await cases("timer where outcome is null and at < service_now() - interval '60 seconds'")
    )
    figures.deadlines = findings.written.values.reduce(0, +)
    faults += findings.all
  }

  private func counts(_ sql: String) async throws -> [String: Int] {
    let rows = try await stage.rows(sql).map { ($0[0], Int($0[1]) ?? 0) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  private func cases(_ what: String) async throws -> [String] {
    try await stage.rows("select case_id from \(what)").map { $0[0] }
  }

  /// Whether a partner knows an earlier revision of a case, in the same phase, and all that came since are deadlines of which it is not
  /// told: a reminder to others changes nothing that it sees, but the number.
  func wasSilent(
    _ id: String,
    for memory: ModelPartner.Memory,
    from known: String?,
    to read: String?
  ) async throws -> Bool {
    guard let known = try known.map(Self.json), let read = try read.map(Self.json), known["fase"] == read["fase"],
      let former = known["revisie"]?.integer, let present = read["revisie"]?.integer, former < present
    else { return false }
    let told = try await stage.rows(
      """
      select count(*) from journal join case_party using (case_id)
      where case_party.organisation = '\(memory.organisation)' and alias = '\(id)'
        and revision > \(former) and revision <= \(present)
        and (kind <> 'deadline' or exists (
          select from outbox
          where (outbox.case_id, outbox.revision) = (journal.case_id, journal.revision)
            and outbox.organisation = '\(memory.organisation)'))
      """
    )
    return told.first?.first == "0"
  }

  private static func json(_ view: String) throws -> JSON {
    try JSONReader.read(Array(view.utf8), within: .ofAnswers)
  }
}
