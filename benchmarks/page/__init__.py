"""What `bench_page` needs: the peer, a workspace with servers, a visitor with a stop watch, and a byte counter."""
