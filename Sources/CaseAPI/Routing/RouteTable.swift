import CaseReading
import Hummingbird

/// All routes, and which methods a path has.
struct RouteTable: Sendable {
  let routes: [Route]

  init(_ services: APIServices) {
    let unreadable = UnreadableCaseLog(logger: services.logger, metrics: services.metrics)
    routes =
      CommandRoutes(door: services.door, reader: services.reader).routes
      + BeginningRoutes(reader: services.reader).routes
      + CaseRoutes(reader: services.reader, settingsService: services.settingsService, unreadable: unreadable).routes
      + ReceiptRoutes(reader: services.reader).routes
      + DisclosureRoutes(reader: services.reader).routes
      + AcknowledgementRoutes(reader: services.reader, store: services.acknowledgements).routes
      + DestructionRoutes(reader: services.reader).routes
      + EventRoutes(history: services.events).routes
      + DeadlineRoutes(reader: services.reader, settingsService: services.settingsService, unreadable: unreadable)
      .routes
      + CalendarRoutes(
        feed: DeadlineFeed(reader: services.reader, url: services.url),
        feeds: services.reader.calendarFeeds,
        url: services.url
      ).routes
      + ExplanationRoutes(reader: services.reader, settingsService: services.settingsService).routes
      + SettingsRoutes(settingsService: services.settingsService).routes
      + RightsRoutes(rightsService: services.rightsService).routes
      + HealthRoutes(checks: services.healthChecks).routes + DescriptionRoutes().routes
      + services.localRoutes
  }

  /// The methods of a path as it was asked for; empty when there is no such path.
  func methods(of path: String) -> [String] {
    guard Self.isPlain(path) else { return [] }
    let methods = routes.filter { Self.matches($0.path, path) }.map(\.method.rawValue)
    return (methods.contains("GET") ? methods + ["HEAD"] : methods).sorted()
  }

  /// Whether something can be asked under a path by whoever is known: it is read, and answered in JSON and soon.
  func answersQuestions(under path: String) -> Bool {
    routes.contains { route in
      guard case .known = route.handler else { return false }
      return route.method == .get && route.produces == MediaType.json && !route.readsAllCases
        && Self.matches(route.path, path)
    }
  }

  /// Without a slash at its end or two in a row: the router would take such a path for another one.
  static func isPlain(_ path: String) -> Bool { path == "/" || !path.hasSuffix("/") && !path.contains("//") }

  private static func matches(_ template: String, _ path: String) -> Bool {
    let wanted = template.split(separator: "/")
    let parts = path.split(separator: "/")
    return wanted.count == parts.count && zip(wanted, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }
}
