import AsyncHTTPClient
import Development
import Foundation
import NIOCore
import NIOHTTP1
import OrderedCollections
import Server
import StoreAdministration
import StrictJSON

/// What the partners know in the end, held against what the database has: by itself, and not by what the service says.
struct Evidence {
  /// What is looked at, for the report.
  struct Figures: Encodable, Sendable {
    var journalEntries: Int64 = 0
    var commandsInJournal = 0
    var events = 0
    var epochs = 0
    var cases = 0
  }

  let stage: ChaosStage
  let memories: [ModelPartner.Memory]
  private(set) var figures = Figures()
  private(set) var faults: [String] = []

  init(stage: ChaosStage, memories: [ModelPartner.Memory]) {
    self.stage = stage
    self.memories = memories
  }

  mutating func check() async throws {
    faults += memories.flatMap(\.faults)
    try await checkJournals()
    for memory in memories {
      checkAnswers(memory)
      try await checkEffects(memory)
      try await checkStream(memory)
      try await checkCases(memory)
    }
    let letters = try await stage.rows("select organisation, reason from dead_letter")
    faults += letters.map { "a dead letter of \($0[0]): \($0[1])" }
    figures.epochs = try await stage.rows("select name from epoch").count
  }

  private mutating func checkJournals() async throws {
    let report = try await Administration(stage.installation.settings).verifyJournals()
    figures.journalEntries = Int64(report.entries)
    faults += report.faults.map { "journal: \($0)" }
  }

  /// Every copy of a command was answered alike, and each command was answered.
  private mutating func checkAnswers(_ memory: ModelPartner.Memory) {
    for command in memory.commands {
      let id = command.id.uuidString.lowercased()
      let answers = command.holding(memory.numbers).filter { !$0.isPassing }
      if command.outcome(memory.numbers) == nil { faults.append("\(memory.name): command \(id) has no answer") }
      if Set(answers.map(\.content)).count > 1 {
        faults.append("\(memory.name): command \(id) was answered in \(Set(answers.map(\.content)).count) ways")
      }
      if command.copies < 3 { faults.append("\(memory.name): command \(id) was delivered \(command.copies) times") }
    }
  }

  /// Of the commands that were answered as carried out each has one entry of the journal, and no other has any.
  private mutating func checkEffects(_ memory: ModelPartner.Memory) async throws {
    var answered: [String: Int] = [:]
    var revisions: Set<String> = []
    for command in memory.commands {
      guard let outcome = command.outcome(memory.numbers), outcome.isCarriedOut else { continue }
      let id = outcome.content["id"]?.string ?? ""
      answered["\(id) \(command.name)", default: 0] += 1
      if !revisions.insert("\(id) \(outcome.content["revisie"]?.integer ?? 0)").inserted {
        faults.append("\(memory.name): two commands were told that they made one revision of \(id)")
      }
    }
    let rows = try await stage.rows(
      """
      select alias, name, count(*) from journal join case_party using (case_id, organisation)
      where kind = 'command' and organisation = '\(memory.organisation)' group by alias, name
      """
    )
    let written = Dictionary(uniqueKeysWithValues: rows.map { ("\($0[0]) \($0[1])", Int($0[2]) ?? 0) })
    figures.commandsInJournal += written.values.reduce(0, +)
    for key in Set(answered.keys).union(written.keys).sorted() where answered[key] != written[key] {
      faults.append(
        "\(memory.name): \(key) was answered as carried out \(answered[key] ?? 0) times and stands \(written[key] ?? 0) times in the journal"
      )
    }
  }

  /// Every event of the outbox was told, under numbers without gaps, and its partner handled it.
  private mutating func checkStream(_ memory: ModelPartner.Memory) async throws {
    let rows = try await stage.rows(
      "select event_id, sequence from outbox where organisation = '\(memory.organisation)' order by sequence nulls last"
    )
    figures.events += rows.count
    if rows.map({ Int($0[1]) }) != (0..<rows.count).map({ $0 + 1 }) {
      faults.append("\(memory.name): the numbers of its events have gaps")
    }
    let untold = rows.filter { !memory.handled.contains($0[0]) }
    if untold.count > memory.tooLarge {
      let numbers = untold.prefix(5).map { $0[1] }.joined(separator: ", ")
      faults.append("\(memory.name): \(untold.count) events were not handled, with the numbers \(numbers)")
    }
    let epochs = try await stage.rows(
      """
      select epoch from recipient where organisation = '\(memory.organisation)'
      union select epoch from recipient_epoch where organisation = '\(memory.organisation)' order by 1
      """
    )
    // One that a restore undid too is known to the partner alone.
    let unknown = Set(epochs.map { $0[0] }).subtracting(memory.numbers.epochs.map(\.name))
    if !unknown.isEmpty { faults.append("\(memory.name): it did not hear of \(unknown.count) epochs") }
  }

  // MARK: - What a partner knows of its cases

  private mutating func checkCases(_ memory: ModelPartner.Memory) async throws {
    guard let partner = stage.partners.first(where: { $0.name == memory.name }) else { return }
    let token = try await partner.tokens.tokenForREST()
    var listed: Set<String> = []
    var address: String? = "/v1/casussen"
    while let next = address {
      let page = try await page(next, token: token)
      listed.formUnion((page?["casussen"]?.items ?? []).compactMap { $0["id"]?.string })
      address = page?["volgende"]?.string
    }
    figures.cases += memory.cases.count
    for id in listed.union(memory.cases.keys).sorted() {
      let read = try await page("/v1/casussen/\(id)", token: token).map(ModelPartner.view)
      guard read != memory.cases[id] else { continue }
      faults.append("\(memory.name): case \(id) is \(read ?? "not there"), and it knows \(memory.cases[id] ?? "none")")
    }
  }

  /// - Returns: `nil` for what is not there.
  private func page(_ address: String, token: String) async throws -> JSON? {
    let base = stage.instance(0).url
    var request = HTTPClientRequest(url: address.hasPrefix("http") ? address : base + address)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let body = try await response.body.collect(upTo: 4 << 20)
    if response.status == .notFound || response.status == .gone { return nil }
    guard response.status == .ok else { throw ChaosFailure("GET \(address) gives \(response.status.code)") }
    return try JSONReader.read(Array(body.readableBytesView), within: .ofAnswers)
  }
}
