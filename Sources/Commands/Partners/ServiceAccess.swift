import ArgumentParser

/// Where the service is, and with whose access token it is asked, for commands whose help is in English. What the service says, and
/// what stands between it and this machine, is told in Dutch: those are its words (decision 0024).
struct ServiceAccess: ParsableArguments {
  @Option(help: "The address of the service, https://…. Without it from the environment: \(ServiceAddress.variable).")
  var service: String?
  @Option(help: "A file (PEM) with the certificates that are trusted, in the place of those of this machine.")
  var caFile: String?
  @Option(help: "A file with your access token. Without it from the environment: \(AccessToken.variable).")
  var tokenFile: String?

  func with(_ body: (Service) async throws -> Void) async throws {
    try await ServiceOptions.with(service, caFile: caFile, tokenFile: tokenFile, body)
  }
}

/// Which proposal, and where the service is.
struct RightsProposalOptions: ParsableArguments {
  @OptionGroup(title: "Service and access") var access: ServiceAccess
  @Argument(help: "The number of the proposal.") var number: Int64

  var path: String { "\(ServicePath.rightsProposals)/\(number)" }
}
