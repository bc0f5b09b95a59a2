import Testing

/// What the clients were told, what the database holds and what the partners received, held against each other.
struct Evidence {
  /// A row of the outbox.
  struct Told: Hashable {
    let id: String
    let organisation: String
    let sequence: Int?
    let subject: String
    let revision: Int
  }

  let installation: Installation
  let load: Load
  let mailboxes: [Mailbox]

  /// Every accepted command is one entry of the journal, and no other command is.
  func checkJournal() async throws {
    let rows = try await installation.rows(
      """
      select organisation, alias, revision from journal join case_party using (case_id, organisation)
      where kind = 'command'
      """
    )
    let entries = rows.map { row in
      let columns = row.split(separator: "|").map(String.init)
      return Load.Accepted(organisation: columns[0], id: columns[1], revision: Int(columns[2]) ?? -1)
    }
    let truth = load.truth
    #expect(entries.count == truth.count, "entries of commands against accepted commands")
    #expect(Set(truth).count == truth.count, "two commands were told that they made the same revision")
    let (written, accepted) = (Set(entries), Set(truth))
    #expect(Array(accepted.subtracting(written).prefix(5)) == [], "accepted, and not in the journal")
    #expect(Array(written.subtracting(accepted).prefix(5)) == [], "in the journal, and not accepted")
    let count = try await installation.rows("select count(*) from journal where kind = 'command'")
    #expect(count == ["\(entries.count)"], "entries of commands by nobody who takes part")
    let untold = try await installation.rows(
      """
      select case_id, revision from journal
      where not exists (select from outbox where outbox.case_id = journal.case_id and outbox.revision = journal.revision)
      """
    )
    #expect(Array(untold.prefix(5)) == [], "entries of which nobody was told")
    #expect(Array(load.contradicted.prefix(5)) == [], "another answer under the same key")
  }

  /// Every event of the outbox came at its recipient, under one number, in the order of the case.
  func checkDeliveries() async throws {
    let outbox = try await outbox()
    for mailbox in mailboxes {
      let told = outbox.filter { $0.organisation == mailbox.organisation }
      let deliveries = mailbox.deliveries
      let events = Array(Set(deliveries)).sorted { (Int($0.sequence) ?? -1) < (Int($1.sequence) ?? -1) }
      let who = mailbox.organisation
      #expect(Set(events.map(\.id)) == Set(told.map(\.id)), "received by \(who) against the outbox")
      #expect(Set(events.map(\.id)).count == events.count, "\(who) got an event under two numbers or subjects")
      #expect(events.map { Int($0.sequence) } == (0..<told.count).map { $0 + 1 }, "numbers of \(who)")
      let known = Dictionary(told.map { ($0.id, $0) }) { first, _ in first }
      #expect(
        events.allSatisfy { known[$0.id]?.sequence == Int($0.sequence) },
        "\(who) got other numbers than the outbox's"
      )
      checkOrder(events, known, who)
    }
  }

  private func checkOrder(_ events: [Mailbox.Event], _ known: [String: Told], _ who: String) {
    var revisions: [String: Int] = [:]
    for event in events {
      guard let told = known[event.id] else { continue }
      #expect(event.subject == told.subject, "\(who) got an event of another case")
      #expect(told.revision >= revisions[told.subject, default: 0], "\(who) got a case's events out of order")
      revisions[told.subject] = told.revision
    }
  }

  private func outbox() async throws -> [Told] {
    try await installation.rows("select event_id, organisation, sequence, subject, revision from outbox").map { row in
      let columns = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      return Told(
        id: columns[0],
        organisation: columns[1],
        sequence: Int(columns[2]),
        subject: columns[3],
        revision: Int(columns[4]) ?? -1
      )
    }
  }
}
