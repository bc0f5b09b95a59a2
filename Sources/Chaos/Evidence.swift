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
    var deadlines = 0
  }

  let stage: ChaosStage
  let memories: [ModelPartner.Memory]
  var figures = Figures()
  var faults: [String] = []

  init(stage: ChaosStage, memories: [ModelPartner.Memory]) {
    self.stage = stage
    self.memories = memories
  }

  mutating func check() async throws {
    faults += memories.flatMap(\.faults)
    try await checkJournals()
    try await checkDeadlines()
    for memory in memories {
      let findings = Findings(memory: memory)
      faults += findings.ofAnswers
      try await checkEffects(findings)
      try await checkStream(findings)
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

  private mutating func checkEffects(_ findings: Findings) async throws {
    let rows = try await stage.rows(
      """
      select alias, name, count(*) from journal join case_party using (case_id, organisation)
      where kind = 'command' and organisation = '\(findings.memory.organisation)' group by alias, name
      """
    )
    let written = Dictionary(uniqueKeysWithValues: rows.map { ("\($0[0]) \($0[1])", Int($0[2]) ?? 0) })
    figures.commandsInJournal += written.values.reduce(0, +)
    faults += findings.ofEffects(written)
  }

  private mutating func checkStream(_ findings: Findings) async throws {
    let organisation = findings.memory.organisation
    let rows = try await stage.rows(
      "select event_id, sequence from outbox where organisation = '\(organisation)' order by sequence nulls last"
    )
    figures.events += rows.count
    let epochs = try await stage.rows(
      """
      select epoch from recipient where organisation = '\(organisation)'
      union select epoch from recipient_epoch where organisation = '\(organisation)' order by 1
      """
    )
    faults += findings.ofStream(
      rows.map { Findings.Told(id: $0[0], number: Int($0[1])) },
      epochs: Set(epochs.map { $0[0] })
    )
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
      if try await wasSilent(id, for: memory, from: memory.cases[id], to: read) { continue }
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
