/// Why a local service could not be started or used.
public enum LocalServiceError: Error, Sendable, Equatable {
  /// A program is not installed; `packages` are the Debian packages that bring it.
  case programMissing(program: String, packages: [String])
  /// Somebody else runs a service in this folder.
  case folderInUse(folder: String, holder: String)
  case folderUnusable(folder: String, reason: String)
  /// The service ended or stayed silent while it started, each time that it was tried; `log` has the telling lines of the
  /// last time.
  case notStarted(service: String, fault: StartFault, log: [String])
  /// The service was stopped for good, so it can do no more.
  case ended(service: String)

  /// Whether the same call can succeed later without anybody changing something.
  public var isRetriable: Bool {
    switch self {
    case .folderInUse, .notStarted: true
    case .programMissing, .folderUnusable, .ended: false
    }
  }
}

extension LocalServiceError: CustomStringConvertible, CustomDebugStringConvertible {
  /// One line that says what to do.
  public var description: String {
    switch self {
    case .programMissing(let program, let packages):
      "\(program) is not installed; install it with: apt-get install \(packages.joined(separator: " "))"
    case .folderInUse(let folder, let holder):
      "\(folder) is in use by process \(holder); stop that one first, or choose another folder"
    case .folderUnusable(let folder, let reason):
      "\(folder) cannot be used: \(reason)"
    case .notStarted(let service, let fault, _):
      "the local \(service) did not start: \(fault)"
    case .ended(let service):
      "the local \(service) has been stopped"
    }
  }

  /// The same with lines of the service's log, which may quote data.
  public var debugDescription: String {
    guard case .notStarted(_, _, let log) = self, !log.isEmpty else { return description }
    return ([description] + log).joined(separator: "\n  ")
  }
}
