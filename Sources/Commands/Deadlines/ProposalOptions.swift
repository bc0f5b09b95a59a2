import ArgumentParser

/// Which proposal, and where the service is.
struct ProposalOptions: ParsableArguments {
  @OptionGroup(title: "Dienst en toegang") var service: ServiceOptions
  @Argument(help: .init("Het nummer van het voorstel.", valueName: "nummer")) var number: Int64
}
