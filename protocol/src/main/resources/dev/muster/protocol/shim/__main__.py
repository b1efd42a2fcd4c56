"""Starts a worker of Muster: python3 <this folder>. It talks over standard input and output."""

if __name__ == "__main__":
    from muster_shim.start import main

    main()
