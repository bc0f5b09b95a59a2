import ServiceLifecycle

/// A part of the service that is only a name in the log: the group writes down the parts that it starts and that end, each with all that is
/// in it otherwise, whole workflows too.
struct NamedService: Service, CustomStringConvertible {
  private let service: any Service
  let description: String

  init(_ service: any Service) {
    self.service = service
    description = "\(type(of: service))"
  }

  func run() async throws { try await service.run() }
}
