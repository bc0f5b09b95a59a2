import Foundation
import Testing

/// The page about metrics, the alert rules and the dashboard have what the code measures, and nothing else.
@Suite("The metrics that operators read about") struct MetricsPageTests {
  private let page: MetricsPage

  init() throws { page = try MetricsPage() }

  @Test("Each metric of the code is in the table, by its kind, and no other") func table() throws {
    #expect(page.metrics.count > 50)
    let listed = page.metrics.map { "\($0.kind) \($0.name)" }
    #expect(Set(listed).count == listed.count)
    let made = try Self.inCode()
    #expect(made.subtracting(listed) == [], "made, and not in the table")
    #expect(Set(listed).subtracting(made) == [], "in the table, and not made")
  }

  /// Otherwise the table could not be held to it.
  @Test("A metric has its name where it is made") func literal() throws {
    for source in try SwiftSource.all() {
      let unnamed = source.text.matches(of: /[^A-Za-z](?:Counter|Gauge|Meter|Recorder|Timer)\(\s*label:\s*[^"\s]/)
      #expect(unnamed.isEmpty, "\(source.name)")
    }
  }

  @Test("An exposition that has another name, kind or label is found") func planted() {
    let sound = """
      # TYPE casusregie_door_seconds histogram
      casusregie_door_seconds_bucket{le="0.5"} 1
      # TYPE http_request_duration_seconds histogram
      http_request_duration_seconds_count{method="GET",route="/v1/casussen/{id}"} 1
      """
    #expect(page.faults(in: sound) == [])
    for (fault, count) in [
      ("# TYPE casusregie_door_seconds gauge", 1), ("casusregie_door_seconds 1", 1),
      ("# TYPE casusregie_other gauge", 1),
      ("casusregie_ready{case=\"1\"} 1", 1), ("casusregie_partner_failures{organisation=\"1\"} 1\ncasusregie_x 1", 2),
    ] { #expect(page.faults(in: sound + "\n" + fault).count == count, "\(fault)") }
  }

  @Test("Rules and dashboard name metrics of the table alone, and the dashboard shows all of them") func names() throws
  {
    let series = Set(page.metrics.flatMap(\.series))
    for rule in try AlertRule.all() {
      #expect(rule.expression.seriesNames.subtracting(series) == [], "\(rule.name)")
    }
    let shown = try Self.dashboard().reduce(into: Set<String>()) { $0.formUnion($1.seriesNames) }
    #expect(shown.subtracting(series) == [])
    #expect(page.metrics.filter { shown.isDisjoint(with: $0.series) }.map(\.name) == [])
  }

  /// Grafana shows one of two panels of one id, and moves what lies upon another.
  @Test("Each panel has an id and a place of its own") func layout() throws {
    let panels = try Self.panels()
    let ids = panels.compactMap { $0["id"] as? Int }
    #expect(ids.count == panels.count && Set(ids).count == ids.count, "\(ids.sorted())")
    var taken: Set<[Int]> = []
    for panel in panels {
      let place = try #require(panel["gridPos"] as? [String: Int])
      let (x, y, width, height) = try (
        #require(place["x"]), #require(place["y"]), #require(place["w"]), #require(place["h"])
      )
      let fields = (x..<x + width).flatMap { column in (y..<y + height).map { [column, $0] } }
      #expect(x >= 0 && x + width <= 24 && taken.isDisjoint(with: fields), "\(panel["title"] ?? "")")
      taken.formUnion(fields)
    }
  }

  @Test("The table names every alert at what it looks at, and each has a chapter and a test") func alerts() throws {
    let rules = try AlertRule.all()
    let tests = try String(contentsOf: AlertRule.folder.appending(path: "rules.test.yaml"), encoding: .utf8)
    let named = Set(page.text.matches(of: /`(Casusregie\w+)`/).map { String($0.output.1) })
    #expect(named == Set(rules.map(\.name)) && rules.count > 25)
    for rule in rules {
      let read = Set(page.metrics.filter { !rule.expression.seriesNames.isDisjoint(with: $0.series) }.map(\.name))
      let listed = Set(page.metrics.filter { $0.alerts.contains(rule.name) }.map(\.name))
      // The checks say why an instance is not ready; that rule does not ask them.
      let unasked: Set = rule.name == "CasusregieNotReady" ? ["casusregie_health"] : []
      #expect(read == listed.subtracting(unasked), "\(rule.name)")
      #expect(try Self.chapters(of: rule.page).contains(rule.chapter), "\(rule.name): \(rule.page)#\(rule.chapter)")
      #expect(tests.contains("alertname: \(rule.name)\n") && tests.contains("alertname: \(rule.name), exp_alerts: []"))
    }
  }

  /// Whoever is called at night finds what it means and what to do, and not a chapter about all of it.
  @Test("Each alert leads to a paragraph of its own, which names no metric that is not there") func runbook() throws {
    let name = "docs/operations/alerts.md"
    let text = try String(contentsOf: Program.root.appending(path: name), encoding: .utf8)
    let paragraphs = text.components(separatedBy: "\n### ").dropFirst().map { part in
      let lines = part.components(separatedBy: "\n## ")[0].split(separator: "\n", maxSplits: 1).map(String.init)
      return (alert: lines[0], text: lines.dropFirst().joined())
    }
    let rules = try AlertRule.all()
    #expect(paragraphs.map(\.alert) == rules.map(\.name))
    for rule in rules { #expect(rule.page == name && rule.chapter == rule.name.lowercased(), "\(rule.name)") }
    let chapters = try Self.chapters(of: name)
    let known = Set(page.metrics.flatMap { $0.series + [$0.name] })
    for (alert, text) in paragraphs {
      #expect(text.split(whereSeparator: \.isWhitespace).count >= 30 && text.contains("]("), "\(alert)")
      let named = Set(text.matches(of: /`((?:casusregie|http)_[a-z_]+)/).map { String($0.output.1) })
      #expect(named.subtracting(known) == [], "\(alert)")
      for link in text.matches(of: /\]\(#([^)]+)\)/) {
        #expect(chapters.contains(String(link.output.1)), "\(alert): \(link.output.1)")
      }
    }
  }

  /// Also what the dashboard asks, as rules: `promtool` 2.42 reads no dashboards.
  @Test("promtool finds rules and expressions sound, and the tests of the rules pass") func promtool() async throws {
    let folder = try TemporaryFolder()
    let records = try Self.dashboard().enumerated().map { number, expression in
      let text = expression.replacing("$__rate_interval", with: "5m").replacing("$organisation", with: ".+")
      return "  - {record: x, labels: {n: '\(number)'}, expr: '\(text.replacing("'", with: "''"))'}\n"
    }
    let asked = try folder.write("groups:\n- name: dashboard\n  rules:\n" + records.joined(), to: "dashboard.yaml")
    let rules = AlertRule.folder.appending(path: "rules.yaml").path
    let tests = AlertRule.folder.appending(path: "rules.test.yaml").path
    for arguments in [["check", "rules", rules], ["check", "rules", asked], ["test", "rules", tests]] {
      let result = try await Program.run(arguments, program: "/usr/bin/promtool", limit: .seconds(120))
      #expect(result.code == 0, "\(arguments): \(result.output) \(result.errors)")
    }
    let unsound = try folder.write(
      "groups: [{name: x, rules: [{alert: X, expr: 'sum(casusregie_ready'}]}]\n",
      to: "x.yaml"
    )
    #expect(try await Program.run(["check", "rules", unsound], program: "/usr/bin/promtool").code != 0)
  }

  @Test("Other pages name metrics of the table alone") func elsewhere() throws {
    let known = Set(page.metrics.flatMap { $0.series + [$0.name] })
    for name in ["running.md", "settings.md", "deadline-overview.md"] {
      let path = Program.root.appending(path: "docs/operations/\(name)")
      let text = try String(contentsOf: path, encoding: .utf8)
      let named = Set(text.matches(of: /`((?:casusregie|http)_[a-z_]+)/).map { String($0.output.1) })
      #expect(named.subtracting(known).subtracting(Self.roles) == [], "\(name)")
    }
  }

  /// Not a metric, but the role of the database.
  private static let roles: Set = ["casusregie_service", "casusregie_reader"]

  /// By kind and name.
  private static func inCode() throws -> Set<String> {
    let kinds = [
      "Counter": ("counter", "_total"), "Gauge": ("gauge", ""), "Meter": ("gauge", ""), "Recorder": ("summary", ""),
      "Timer": ("histogram", "_seconds"),
    ]
    var found: Set<String> = []
    for source in try SwiftSource.all() {
      for made in source.text.matches(of: /[^A-Za-z](Counter|Gauge|Meter|Recorder|Timer)\(\s*label:\s*"([^"]+)"/) {
        let (kind, ending) = try #require(kinds[String(made.output.1)])
        for name in try expanded(String(made.output.2)) {
          found.insert("\(kind) \(name)\(name.hasSuffix(ending) ? "" : ending)")
        }
      }
    }
    return found
  }

  /// Those of partners are made by the names of the figures.
  private static func expanded(_ label: String) throws -> [String] {
    guard label.hasSuffix(#"\(name)"#) else { return [label] }
    let path = Program.root.appending(path: "Sources/Messaging/Partners/PartnerFigure.swift")
    let text = try String(contentsOf: path, encoding: .utf8)
    return text.matches(of: /= "([a-z_]+)"/).map { String(label.dropLast(#"\(name)"#.count) + $0.output.1) }
  }

  /// What the dashboard asks.
  private static func dashboard() throws -> [String] {
    let targets = try panels().flatMap { $0["targets"] as? [[String: Any]] ?? [] }
    try #require(targets.count > 60)
    return targets.compactMap { $0["expr"] as? String }
  }

  private static func panels() throws -> [[String: Any]] {
    let file = Program.root.appending(path: "docs/operations/grafana/casusregie.json")
    let board = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    return board?["panels"] as? [[String: Any]] ?? []
  }

  /// The anchors of a page's headings.
  private static func chapters(of page: String) throws -> Set<String> {
    let text = try String(contentsOf: Program.root.appending(path: page), encoding: .utf8)
    return Set(
      text.matches(of: /\n#+ (.+)/).map { heading in
        heading.output.1.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
          .replacing(" ", with: "-")
      }
    )
  }
}
