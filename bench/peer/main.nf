process work {
  input: val number
  script: "true ${number}"
}

workflow { Channel.of(1..params.n) | work }
